// What the run was measured in, as the browser reported it; declared facts are named as declared,
// unknown ones say why.
import type { ReactNode } from 'react';
import { integer, quantity, UNKNOWN } from '@/lib/core/format';
import {
  CONFLICTS,
  type Conflict,
  conflictsOf,
  type Declared,
  NOTHING_DECLARED,
} from '@/lib/device/declared';
import { listedDeclaredSlugsOf } from '@/lib/device/listed';
import { osBucket, readUserAgent, type UserAgent } from '@/lib/device/user-agent';
import type { Environment } from '@/lib/submission/schema';
import { FidelityTable } from './fidelity-table';

interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

function Unknown({ reason }: { reason: string }) {
  return (
    <span className="text-grey-4">
      {UNKNOWN} {reason}
    </span>
  );
}

/** "Chrome 131", or null where the browser does not say. */
export function browserWords({ browser, browserMajor }: UserAgent): string | null {
  return browser === null || browserMajor === null ? browser : `${browser} ${browserMajor}`;
}

function adapterFact({ webgpu }: Environment): ReactNode {
  if (webgpu.status === 'unavailable') return <Unknown reason={webgpu.reason} />;
  const names = [webgpu.vendor, webgpu.architecture, webgpu.device, webgpu.description].filter(
    (part) => part !== '',
  );
  return names.length === 0 ? (
    <Unknown reason="the browser masks the adapter" />
  ) : (
    names.join(' · ')
  );
}

const POWER = {
  mains: 'On mains',
  battery: 'On battery',
  unknown: null,
} as const satisfies Record<Environment['power']['state'], string | null>;

function DeclaredName({
  text,
  slug,
  conflicts,
}: {
  text: string;
  slug: string | null;
  conflicts: readonly Conflict[];
}) {
  if (slug === null)
    return [text, ...conflicts.map((conflict) => CONFLICTS[conflict])].join(', but ');
  return (
    <a className="link" href={`/devices/${slug}`}>
      {text}
    </a>
  );
}

/** What the visitor says, with its own page, and where the browser says otherwise. */
function declaredFact(
  environment: Environment,
  declared: Declared,
  processor: 'gpu' | 'cpu',
): Fact[] {
  const text = declared[processor];
  if (text === null) return [];
  const slug = listedDeclaredSlugsOf(environment, declared)[processor];
  const conflicts = conflictsOf(environment, { ...NOTHING_DECLARED, [processor]: text });
  const value = <DeclaredName text={text} slug={slug} conflicts={conflicts} />;
  return [{ name: `${processor.toUpperCase()}, declared`, value }];
}

function factsOf(environment: Environment): Fact[] {
  const { cores, memoryGiB, webgl, power, crossOriginIsolated, timerStepUs } = environment;
  const declared = environment.declared ?? NOTHING_DECLARED;
  const agent = readUserAgent(environment);
  const powerWords = POWER[power.state];
  return [
    {
      name: 'Browser',
      value: browserWords(agent) ?? <Unknown reason="not named by the browser" />,
    },
    { name: 'System', value: osBucket(agent) ?? <Unknown reason="not named by the browser" /> },
    {
      name: 'Processor',
      value: [
        agent.architecture ?? 'unknown architecture',
        cores === null ? 'cores not reported' : `${integer(cores)} logical cores`,
      ].join(', '),
    },
    {
      name: 'Memory',
      value:
        memoryGiB === null ? (
          <Unknown reason="not told by this browser" />
        ) : (
          `about ${quantity(memoryGiB, 'GiB')} (browsers cap it)`
        ),
    },
    { name: 'WebGPU adapter', value: adapterFact(environment) },
    {
      name: 'WebGL renderer',
      value: webgl === null ? <Unknown reason="not told by this browser" /> : webgl.renderer,
    },
    ...declaredFact(environment, declared, 'gpu'),
    ...declaredFact(environment, declared, 'cpu'),
    {
      name: 'Power',
      value:
        powerWords === null ? (
          <Unknown reason="not told by this browser" />
        ) : (
          `${powerWords} (${power.provenance})`
        ),
    },
    {
      name: 'Isolation',
      value: crossOriginIsolated
        ? 'Cross-origin isolated: threads and a fine timer'
        : 'Not isolated: one thread, coarse timer',
    },
    {
      name: 'Timer step',
      value: timerStepUs > 0 ? quantity(timerStepUs, 'µs') : <Unknown reason="not seen" />,
    },
    {
      name: 'Runtime',
      value: `onnxruntime-web ${environment.ortVersion} (${environment.ortBundle}${environment.simd ? ', SIMD' : ''})`,
    },
    {
      name: 'User agent',
      value: <span className="text-grey-4 text-xs">{environment.userAgent}</span>,
    },
  ];
}

export function EnvironmentFacts({ environment }: { environment: Environment }) {
  return (
    <>
      <dl className="facts">
        {factsOf(environment).flatMap(({ name, value }) => [
          <dt key={`${name} name`}>{name}</dt>,
          <dd key={name}>{value}</dd>,
        ])}
      </dl>
      <FidelityTable environment={environment} />
    </>
  );
}
