// A client generated from /api/v1/openapi.json uses the whole API: it reads the board, takes a
// challenge, publishes a run, reads it back, shows its badge, withdraws it. Every answer is checked
// against the document.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executionOf } from '@/lib/flops/steps/steps';
import { MANIFEST } from '@/lib/models/manifest';
import { findWorkload } from '@/lib/models/registry';
import { PREDICTION_VERSION } from '@/lib/predict/devices';
import { clientMs } from '@/lib/submission/plausibility/times';
import type { ChallengeResponse } from '@/lib/submission/schema';
import { honestSubmission, SUBMITTER_KEY } from '@/scripts/client/submission';
import { type Site, startSite } from '@/scripts/site/site';
import { type Call, clientOf, type OpenApiDocument } from '../support/openapi-client';

const entries = [...MANIFEST.values()].filter(
  ({ id }) => id === 'gemm-512-fp32' || id === 'mobilenet-v2-fp32',
);

let site: Site;
let client: ReadonlyMap<string, Call>;

beforeAll(async () => {
  site = await startSite();
  const document = (await (
    await fetch(`${site.url}/api/v1/openapi.json`)
  ).json()) as OpenApiDocument;
  client = clientOf(document, site.url);
});
afterAll(() => site.stop());

const call = (id: string, ...given: Parameters<Call>): ReturnType<Call> => {
  const operation = client.get(id);
  if (operation === undefined) throw new Error(`the document has no operation ${id}`);
  return operation(...given);
};

describe('a generated client', () => {
  it('publishes a run, reads it, and takes it back', async () => {
    const challenge = await call(
      'issueChallenge',
      {},
      { suite: 'smoke', submitterKey: SUBMITTER_KEY },
    );
    expect(challenge.status).toBe(201);
    const { ticket, goldenIndex } = challenge.body as ChallengeResponse;
    const submission = honestSubmission(entries, ticket, goldenIndex);
    await new Promise((resolve) => setTimeout(resolve, clientMs({ submission })));
    const submitted = await call('submitRun', {}, submission);
    expect(submitted.status).toBe(201);
    const { id } = submitted.body as { id: string };

    expect(await call('readRun', { id })).toMatchObject({ status: 200, body: { run: { id } } });
    expect((await call('runBadge', { id, style: 'for-the-badge' })).body).toContain('MobileNetV2');
    expect(await call('runBadgeEndpoint', { id })).toMatchObject({ body: { schemaVersion: 1 } });
    expect((await call('runCard', { id })).body).toContain(`/runs/${id}`);

    expect((await call('withdrawRun', { id }, { submitterKey: SUBMITTER_KEY })).status).toBe(204);
    expect(await call('readRun', { id })).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
  });

  it('predicts a graph that it sends, and is told what is wrong with another', async () => {
    expect(await call('readPrices')).toMatchObject({
      status: 200,
      body: { version: PREDICTION_VERSION, devices: [] },
    });
    expect(await call('readPrices', { device: 'no such device' })).toMatchObject({ status: 400 });
    const execution = executionOf((await findWorkload('mobilenet-v2-fp32')).build(1));
    const question = { version: PREDICTION_VERSION, execution };
    for (const _ of [1, 2]) {
      expect(await call('predict', {}, question)).toMatchObject({
        status: 200,
        body: { unknownSteps: 0, predictions: [] },
      });
    }
    // The client itself refuses to send it.
    const wrong = { ...question, execution: { ...execution, inputBytes: -1 } };
    await expect(call('predict', {}, wrong)).rejects.toThrow('inputBytes must be >= 0');
    const answer = await fetch(`${site.url}/api/v1/predict`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(wrong),
    });
    expect([answer.status, await answer.json()]).toMatchObject([422, { code: 'invalid-body' }]);
  });

  it('reads the board, searches, exports, and is told what is wrong', async () => {
    expect((await call('readBoard', { workload: 'mobilenet-v2-fp32' })).status).toBe(200);
    expect(await call('readBoard', { workload: 'no-such-model' })).toMatchObject({ status: 404 });
    expect((await call('search', { q: 'mobilenet' })).status).toBe(200);
    for (const id of ['exportCsv', 'exportNdjson']) expect((await call(id)).status).toBe(200);
    for (const id of ['modelBadge', 'browserBadge', 'modelBadgeEndpoint', 'browserCard']) {
      expect((await call(id, { id: 'mobilenet-v2-fp32' })).status).toBe(200);
    }
    expect(
      (await call('deviceBadge', { slug: 'nvidia-geforce-rtx-4070', id: 'resnet50-fp32' })).status,
    ).toBe(200);
  });
});
