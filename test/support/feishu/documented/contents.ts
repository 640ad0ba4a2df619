/**
 * A message of every type but `text`, as it is received, and the text that is read in it.
 *
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/message_content
 */

export interface Holding {
  readonly type: string;
  readonly content: unknown;
  /** Undefined: what is in it is not for reading. */
  readonly text: string | undefined;
}

const link = { tag: "a", href: "https://www.feishu.cn", text: "超链接", style: ["bold", "italic"] };
const at = { tag: "at", user_id: "@_user_1", user_name: "", style: [] };
const everything = [
  [{ tag: "text", text: "第一行 :", style: ["bold", "underline"] }, link, at],
  [{ tag: "img", image_key: "img_47354fbc-a159-40ed-86ab-2ad0f1acb42g" }],
  [
    { tag: "text", text: "第二行:", style: [] },
    { tag: "text", text: "文本测试", style: [] },
  ],
  [{ tag: "media", file_key: "file_v2_0dcdd7d9-fib0-4432-a519-41d25aca542j", image_key: "img_7ea74629" }],
  [{ tag: "emotion", emoji_type: "SMILE" }],
  [{ tag: "hr" }],
  [{ tag: "code_block", language: "GO", text: "func main() int64 {\n    return 0\n}" }],
];
const read =
  "我是一个标题\n第一行 :超链接 (https://www.feishu.cn)\n[image]\n第二行:文本测试\n[video]\n[SMILE]\n\n" +
  "func main() int64 {\n    return 0\n}";
const line = (text: string) => [[{ tag: "text", text }]];
const button = { tag: "button", text: "主按钮", type: "primary" };
const file = { file_key: "75235e0c-4f92-430a-a99b-8446610223cg", file_name: "test.txt" };

const posts: readonly Holding[] = [
  { type: "post", content: { title: "我是一个标题", content: everything }, text: read },
  { type: "post", content: { title: "", content: line("/new") }, text: "/new" },
  { type: "post", content: { title: "", content: [[at, { tag: "text", text: " /new" }]] }, text: "/new" },
  { type: "post", content: { title: "", content: line("停止")[0] }, text: "停止" },
  { type: "post", content: { zh_cn: { title: "", content: [] }, en_us: { content: line("/new") } }, text: "/new" },
  { type: "post", content: { post: { zh_cn: { title: "", content: line("/new") } } }, text: "/new" },
  { type: "post", content: { title: "", content: [[null, 7, { tag: "x" }, ...(line("/new")[0] ?? [])]] }, text: "/new" },
  { type: "post", content: { title: "", content: [[everything[1]?.[0]]] }, text: "[image]" },
  { type: "post", content: { title: "", content: [[]] }, text: undefined },
  { type: "post", content: '{"title":', text: undefined },
]; // biome-ignore format: a table

const others: ReadonlyArray<readonly [type: string, content: unknown]> = [
  ["image", { image_key: "img_v2_1b9c3d7e" }],
  ["file", file],
  ["folder", { ...file, file_name: "test" }],
  ["audio", { file_key: file.file_key, duration: 2000 }],
  ["media", { ...file, image_key: "img_v2_1b9c3d7e", file_name: "测试视频.mp4", duration: 2000 }],
  ["sticker", { file_key: file.file_key }],
  ["interactive", { title: "卡片标题", elements: [[button, { tag: "text", text: "/new" }]] }],
  ["hongbao", { text: "[红包]" }],
  ["calendar", { summary: "/new", start_time: "1608265395000", end_time: "1608267015000" }],
  ["share_calendar_event", { summary: "/new", start_time: "1608265395000", open_calendar_id: "feishu.cn_1" }],
  ["general_calendar", { summary: "/new", start_time: "1608265395000", end_time: "1608267015000" }],
  ["share_chat", { chat_id: "oc_0dd200d32fda15216d2c2ef1ddb32f76" }],
  ["share_user", { user_id: "ou_0dd200d32fda15216d2c2ef1ddb32f76" }],
  ["system", { template: "{from_user} invited {to_chatters} to this chat.", from_user: ["botName"], to_chatters: ["小明"] }],
  ["location", { name: "/new", longitude: "116.352681", latitude: "40.01437" }],
  ["video_chat", { topic: "/new", start_time: "1623124318000" }],
  ["todo", { task_id: "d56d3d26", summary: { title: "", content: line("/new") }, due_time: "1623124318000" }],
  ["vote", { topic: "/new", options: ["选项1", "选项2"] }],
  ["merge_forward", "Merged and Forwarded Message"],
  ["of_tomorrow", { text: "/new" }],
]; // biome-ignore format: a table

export const holdings: readonly Holding[] = [
  ...posts,
  ...others.map(([type, content]) => ({ type, content, text: undefined })),
];
