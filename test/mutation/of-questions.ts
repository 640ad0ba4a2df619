import { type Mutation, mutate } from "./mutation.ts";

/** Of what turns ask their users. */
export const ofQuestions: readonly Mutation[] = [
  ...mutate(
    "decide.ts",
    ["no answer comes", 'if (question) return { do: "answer", question };', ""],
    ["a command is an answer", 'kind === "ordinary" ? openQuestion', "kind ? openQuestion"],
    ["an answer passes a barrier", "question && !sessions.hasBarrier(dispatch.sessionKey)", "question"],
    ["what has waited elsewhere answers", "if (work) return undefined;", ""],
    ["an answer closes a circle of waits", ", question?.turn.work", ""],
  ),
  ...mutate(
    "scheduler.ts",
    ["an answer is forgotten", "    this.#works.claim(work, caller.dispatch.ids);\n", ""],
    ["an answer never ends", "    work.add(caller);\n    this.runner", "    this.runner"],
    ["a stop leaves what was asked", 'if (work.kind === "bypass") this.#hearStop(work);', ""],
    ["a close leaves what was asked", "this.runner.questions.close();", ""],
    [
      "a cancel leaves what was asked",
      "closeSession(sessionKey, reason);\n    return",
      'closeSession("", reason);\n    return',
    ],
  ),
  ...mutate(
    "runner.ts",
    ["a question outlives its turn", "this.questions.endOf(turn);", ""],
    ["a question that is closed unheard ends the process", "answer.catch(() => {});", ""],
  ),
  ...mutate(
    "session/questions.ts",
    ["anybody answers", "if (question.sender === sender) return question;", "return question;"],
    [
      "a question is answered twice",
      "    this.#remove(question);\n    question.resolve",
      "    question.resolve",
    ],
    ["a question of a part outlives the work", "if (isAll || question", "if (question"],
    ["a question stays in its signals", "question.release();", ""],
    ["a turn that has ended asks", "if (!(turn.live && turn.work.turn?.live)) throw turnEnded();", ""],
    ["a closed engine asks", "if (this.#closed) throw this.#closed;", ""],
  ),
];
