/** What the package, its command, its middleware in a gateway config and its plugin for OpenClaw are called. */
export const PACKAGE_NAME = "feishu-dispatch-dedup";
