import { isPassingStatus } from "../../../http-status.ts";
import { AgentError } from "../agent.ts";
import { garbage } from "../lines.ts";

/** The client's own messages quote what the server said. What is not about the answer broke on its way. */
export function asAgentError(error: unknown): unknown {
  if (error instanceof AgentError) return error;
  if (error instanceof SyntaxError) return garbage("a stream of JSON", "something else");
  const status: unknown = Object(error).status;
  if (typeof status === "number") {
    const isPassing = isPassingStatus(status);
    const message = `the model server answered with HTTP status ${status}`;
    return new AgentError("ERR_AGENT_STATUS", message, { isPassing });
  }
  const message = "the model server could not be reached, or broke off its answer";
  return new AgentError("ERR_AGENT_UNREACHABLE", message, { isPassing: true });
}

/** No descriptors, no space: what became of a file may be otherwise the next time. */
export function asFileError(error: unknown): unknown {
  if (!(error instanceof Error && "syscall" in error && "code" in error)) return error;
  const message = `the session's transcript cannot be read or written (${error.code})`;
  return new AgentError("ERR_AGENT_TRANSCRIPT", message, { isPassing: true, cause: error });
}
