import { install } from "../install.ts";

install("what looks at the package's types", "package-types");
