import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import JSON5 from "json5";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { checkConfig } from "../../src/gateway/index.ts";
import { readConfig } from "../../src/openclaw/index.ts";

const read = (file: string) => readFileSync(join("examples", file), "utf8");

test("the README has a row for each example, and each of its links leads somewhere", () => {
  const links = [...read("README.md").matchAll(/\]\(([^)]+)\)/g)].map(([, target = ""]) => target);
  expect(links.filter((target) => !existsSync(join("examples", target)))).toEqual([]);
  const named = new Set(links.map((target) => target.split("/")[0]));
  const there = readdirSync("examples").filter((name) => !["README.md", "package.json"].includes(name));
  expect(there.filter((name) => !named.has(name))).toEqual([]);
});

test("openclaw: the plugin's own schema takes the config", () => {
  const { plugins } = JSON5.parse(read("openclaw/openclaw.json5"));
  const entry = plugins.entries["feishu-dispatch-dedup"];
  expect(entry.enabled).toBe(true);
  expect(() => readConfig(entry.config)).not.toThrow();
  expect(() => readConfig({ ...entry.config, noSuchKey: 1 })).toThrow("noSuchKey");
});

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: object;
}

test("compose: every file and folder is there, every variable is what the config reads, and who is waited for tells how it is", () => {
  const { services, volumes } = parse(read("compose/compose.yaml"), { strict: true }) as {
    services: Record<string, Service>;
    volumes: object;
  };
  const at = (path: string) => resolve("examples/compose", path);
  const mounts = Object.values(services).flatMap(({ volumes: all = [] }) =>
    all.map((it) => it.split(":")[0] ?? ""),
  );
  expect(mounts.filter((it) => !(it.startsWith(".") ? existsSync(at(it)) : it in volumes))).toEqual([]);
  expect(existsSync(at(`${services.gateway?.build}/Dockerfile`))).toBe(true);
  const config = JSON5.parse(read("compose/gateway.json5"));
  expect(() => checkConfig(config, "gateway.json5")).not.toThrow();
  const needed = [...read("compose/gateway.json5").matchAll(/env: "(\w+)"/g)].map(([, name]) => name);
  expect(Object.keys(services.gateway?.environment ?? {}).toSorted()).toEqual(needed.toSorted());
  for (const [name, { condition }] of Object.entries(services.gateway?.depends_on ?? {}))
    expect([name, services[name]?.healthcheck !== undefined]).toEqual([
      name,
      condition === "service_healthy",
    ]);
  expect(config.agent.url).toBe(`http://${Object.keys(services)[1]}:3000/turn`);
});

test.each(["http-agent", "command-agent", "openai-agent"])("%s: the gateway takes the config", (folder) => {
  const config = JSON5.parse(read(`${folder}/gateway.json5`));
  expect(() => checkConfig(config, "gateway.json5")).not.toThrow();
});

test("deploy: what starts the gateway is in the package, and the health check is what it serves", () => {
  const bin = JSON.parse(readFileSync("package.json", "utf8")).bin["feishu-dispatch-dedup"].replace("./", "");
  const main = `node_modules/feishu-dispatch-dedup/${bin}`;
  expect(read("deploy/Dockerfile")).toContain(main);
  expect(read("deploy/feishu-dispatch-dedup.service")).toContain(main);
  const { groups: { code = "" } = {} } =
    /CMD \["node", "-e", "(?<code>.*)"\]/.exec(read("deploy/Dockerfile")) ?? {};
  const { status } = spawnSync(process.execPath, ["-e", code.replace("8787", "1")]);
  expect(status).toBe(1);
  expect(code).toContain("/healthz");
});

const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;

test.skipIf(!hasSystemd)("deploy: systemd finds nothing wrong with the unit, and nothing left open", () => {
  const unit = "examples/deploy/feishu-dispatch-dedup.service";
  const said = execFileSync("systemd-analyze", ["security", "--offline=true", "--threshold=20", unit], {
    encoding: "utf8",
  });
  expect(said).toMatch(/Overall exposure level for feishu-dispatch-dedup\.service: 1\.\d OK/);
});

interface Manifest {
  readonly kind: string;
  readonly data: Readonly<Record<string, string>>;
  readonly spec: { readonly template: { readonly spec: PodSpec } };
}

interface PodSpec {
  readonly terminationGracePeriodSeconds: number;
  readonly containers: ReadonlyArray<{
    readonly [probe: string]: { readonly httpGet?: { readonly path: string } };
  }>;
}

test("deploy: Kubernetes waits longer than a stop takes, and asks what the gateway answers", () => {
  const all = parseAllDocuments(read("deploy/kubernetes.yaml")).map((it) => it.toJS() as Manifest);
  const config = all.find(({ kind }) => kind === "ConfigMap")?.data["gateway.json5"] ?? "";
  const { shutdown, health } = checkConfig(JSON5.parse(config), "gateway.json5");
  const pod = all.find(({ kind }) => kind === "StatefulSet")?.spec.template.spec;
  expect(pod?.terminationGracePeriodSeconds).toBeGreaterThan(shutdown.timeoutMs / 1000 + 6);
  const probes = ["startupProbe", "livenessProbe", "readinessProbe"];
  const paths = probes.map((probe) => pod?.containers[0]?.[probe]?.httpGet?.path);
  expect(paths).toEqual(["/healthz", "/healthz", "/readyz"]);
  expect(health).toMatchObject({ host: "0.0.0.0", port: 8787 });
});
