// Reads the registry with the types that openapi-typescript made: `node read.js ADDRESS`.
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";

declare const process: { argv: string[] };

const client = createClient<paths>({ baseUrl: process.argv[2] });
const codes: string[] = [];
let cursor: string | null = "";
while (cursor !== null) {
  const walked: { data?: Walked; error?: unknown } = await client.GET("/api/v1/interventions/", {
    params: { query: { cursor, page_size: 20, cycle: ["2022"], fields: "code" } },
  });
  if (!walked.data) throw new Error(JSON.stringify(walked.error));
  codes.push(...walked.data.results.map((row) => row.code ?? ""));
  cursor = walked.data.next ? new URL(walked.data.next).searchParams.get("cursor") : null;
}
const { data, error } = await client.GET("/api/v1/interventions/{code}/", {
  params: { path: { code: codes[0] } },
});
if (!data) throw new Error(JSON.stringify(error));
const asked = await client.GET("/api/v1/interventions/", { params: { query: { year: [1] } } });
console.log(
  JSON.stringify({
    codes,
    title: data.title,
    lead: data.lead,
    on_behalf: data.on_behalf,
    refused: asked.response.status,
  }),
);

type Walked =
  paths["/api/v1/interventions/"]["get"]["responses"]["200"]["content"]["application/json"];
