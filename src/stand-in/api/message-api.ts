import { z } from "zod";
import { feishuId } from "../ids.ts";
import type { StandInApp } from "../state/apps.ts";
import type { Changes } from "../state/changes.ts";
import type { MessageState } from "../state/message-state.ts";
import type { SendRequest } from "../state/outbox.ts";
import type { MessagePlace } from "../state/places.ts";
import { refusal, type ScriptedAnswer } from "../state/script.ts";
import type { Login } from "./login.ts";
import { contentWhenRead, describe } from "./message-items.ts";
import { react, takeBack } from "./reaction-api.ts";
import { type ApiAnswer, type ApiRequest, Router } from "./router.ts";

interface ApiOptions {
  readonly login: Login;
  readonly messages: MessageState;
  readonly changes: Changes;
  readonly acceptUnknown: boolean;
}

type Refusal = ScriptedAnswer & { status: number };
type Responder = (app: StandInApp, request: ApiRequest) => Refusal | { data: object } | { bot: object };

const Send = z.object({
  receive_id: z.string().default(""),
  msg_type: z.string(),
  content: z.string(),
  uuid: z.string().optional(),
  reply_in_thread: z.boolean().default(false),
});
const Target = z.object({ id: z.string().default("") });

const Patch = z.object({ content: z.string() });

/** The parts of Feishu's API that a bot needs to talk: its own name, sending, replying, reading, cards, reactions. */
export function createApi(options: ApiOptions): Router {
  const authorized = (answer: Responder) => (request: ApiRequest) =>
    authorize(options.login, answer, request);
  const router = new Router(
    options.acceptUnknown
      ? authorized(() => ({ data: {} }))
      : () => ({ status: 404, body: { code: 404, msg: "the stand-in does not simulate this" } }),
  );
  const route = (method: string, path: string, answer: Responder) =>
    router.add(method, path, authorized(answer));
  const messages = "/open-apis/im/v1/messages";
  route("GET", "/open-apis/bot/v3/info", (app) => ({ bot: bot(app) }));
  route("POST", messages, (app, request) => send(options, app, request));
  route("GET", `${messages}/:id`, (_, request) => read(options, request));
  route("PATCH", `${messages}/:id`, (app, request) => update(options, app, request));
  route("POST", `${messages}/:id/reply`, (app, request) => send(options, app, request));
  const reactions = { reactions: options.messages.reactions, changes: options.changes };
  route("POST", `${messages}/:id/reactions`, (app, request) => react(reactions, app, request));
  route("DELETE", `${messages}/:id/reactions/:reaction`, (app, request) => takeBack(reactions, app, request));
  route("GET", "/open-apis/im/v1/chats/:id", (_, request) => readChat(options, request));
  return router;
}

function authorize(login: Login, answer: Responder, request: ApiRequest): ApiAnswer {
  const app = login.appOf(request.authorization);
  const result = app ? answer(app, request) : refusal(99991663, "Invalid access token for authorization.");
  return "status" in result ? result : { body: { code: 0, msg: "success", ...result } };
}

/** Sends to a chat, or replies when the path names a message. */
function send(
  { messages, changes }: ApiOptions,
  app: StandInApp,
  request: ApiRequest,
): Refusal | { data: object } {
  const { data } = Send.safeParse(request.body);
  if (!data) return refusal(230001, "Your request contains an invalid request parameter.");
  const { id: replyTo } = Target.parse(request.params);
  if (replyTo && !replyTo.startsWith("om_")) return refusal(230001, "invalid message_id");
  if (messages.cards.isRecalled(replyTo)) return refusal(230011, "The message is recalled.");
  const place: MessagePlace = replyTo ? messages.places.of(replyTo) : { chatId: data.receive_id };
  const sent = messages.outbox.send(requestOf(app, data, replyTo, place.chatId));
  if (!("messageId" in sent)) return sent;
  messages.places.put(sent.messageId, place);
  if (sent.repeats === 0) changes.tell("message", sent);
  return { data: describe(sent, place) };
}

/** Gives a message that was delivered or sent. Of a recalled one there is no content. */
function read(
  { messages: { outbox, received, places, cards } }: ApiOptions,
  request: ApiRequest,
): Refusal | { data: object } {
  const { id } = Target.parse(request.params);
  const sent = outbox.find(id);
  const item = sent ? describe(sent, places.of(sent.replyTo ?? id)) : received.find(id);
  if (!item) return refusal(230001, "Your request contains an invalid request parameter.");
  if (cards.isRecalled(id)) return { data: { items: [{ ...item, deleted: true, body: {} }] } };
  if (!sent) return { data: { items: [item] } };
  const isWhole = request.query.get("card_msg_content_type") === "user_card_content";
  return { data: { items: [{ ...item, body: { content: contentWhenRead(sent, isWhole) } }] } };
}

/** Says which kind a chat is that messages were delivered from. */
function readChat({ messages: { chats } }: ApiOptions, { params }: ApiRequest): Refusal | { data: object } {
  const data = chats.find(Target.parse(params).id);
  return data ? { data } : refusal(232_006, "Your request specifies a chat_id which is invalid.");
}

/** Gives a card other contents. */
function update(
  { messages: { cards, outbox }, changes }: ApiOptions,
  { appId }: StandInApp,
  { params, body }: ApiRequest,
): Refusal | { data: object } {
  const { id } = Target.parse(params);
  const sent = outbox.find(id);
  const content = Patch.safeParse(body).data?.content;
  if (!sent || content === undefined)
    return refusal(230001, "Your request contains an invalid request parameter.");
  const refused = cards.update(sent, { appId, content });
  if (refused) return refused;
  changes.tell("message", sent);
  return { data: {} };
}

function requestOf(
  app: StandInApp,
  data: z.infer<typeof Send>,
  replyTo: string,
  chatId: string,
): SendRequest {
  return {
    appId: app.appId,
    chatId,
    ...(replyTo && { replyTo }),
    inThread: data.reply_in_thread,
    msgType: data.msg_type,
    content: data.content,
    ...(data.uuid && { uuid: data.uuid }),
  };
}

function bot(app: StandInApp): object {
  const open_id = app.botOpenId ?? feishuId("ou", app.appId);
  return { activate_status: 2, app_name: "stand-in", open_id, ip_white_list: [], avatar_url: "" };
}
