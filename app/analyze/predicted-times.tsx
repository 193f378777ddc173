// How long the opened file takes on the board's devices, from their measured kernels; on the chosen
// one, which steps take the time, what bounds them, and what fewer bits or pruning would bring.
import { useMemo, useState } from 'preact/hooks';
import { usePrices } from '@/app/_client/use-prices';
import { BackendMark } from '@/app/_components/backend-mark';
import { Section } from '@/app/_components/section';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { duration, integer, percent } from '@/lib/core/format';
import type { Execution } from '@/lib/flops/steps/step';
import { chargesOfExecution } from '@/lib/predict/charges';
import {
  calibrationOf,
  type DevicePrediction,
  type Doubt,
  rankDevices,
} from '@/lib/predict/devices';
import { predict, predictSteps } from '@/lib/predict/predict';
import { inFewerBits, pruned } from '@/lib/predict/variants';

const SHOWN = 10;
const DEAREST = 12;

const DOUBTS = {
  'few-kernels': 'few kernels measured',
  'from-peaks': 'from its peaks alone',
  'not-validated': 'not validated on real GPUs',
} as const satisfies Record<Doubt, string>;

const COLUMNS = ['Device', { number: 'Predicted' }, { number: '90 %' }, 'Bound by'] as const;
const STEP_COLUMNS = [
  'Step',
  'Operator',
  { number: 'Time' },
  { number: 'Share' },
  'Bound by',
] as const;

export function PredictedTimes({ execution }: { readonly execution: Execution }) {
  const prices = usePrices();
  const [all, setAll] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const ranked = useMemo(
    () =>
      prices.state === 'there' ? rankDevices(chargesOfExecution(execution), prices.devices) : [],
    [execution, prices],
  );
  const current = ranked.find(({ device }) => keyOf(device) === chosen) ?? ranked[0];
  return (
    <Section
      id="predicted"
      title="Predicted on devices"
      aside={
        <>
          <a href="/methodology#prediction">From measured kernels</a> ·{' '}
          <a className="no-print" href="#check">
            Check it here
          </a>
        </>
      }
    >
      {prices.state === 'loading' && (
        <p className="text-grey-4 text-sm">Asking the board for its devices.</p>
      )}
      {prices.state === 'failed' && <p className="text-sm">{prices.reason}</p>}
      {prices.state === 'there' && current === undefined && (
        <p className="max-w-prose text-sm">
          Nobody has measured enough kernels here yet.{' '}
          <a className="link" href="/run?suite=predict">
            Measure this device
          </a>{' '}
          and publish the run: it takes two minutes, and every file is then predicted on it.
        </p>
      )}
      {current !== undefined && (
        <>
          <TableScroll>
            <table className="table text-sm" data-testid="predictions">
              <TableHead columns={COLUMNS} />
              <tbody>
                {(all ? ranked : ranked.slice(0, SHOWN)).map((prediction) => (
                  <DeviceRow
                    key={keyOf(prediction.device)}
                    prediction={prediction}
                    chosen={prediction === current}
                    onChoose={() => setChosen(keyOf(prediction.device))}
                  />
                ))}
              </tbody>
            </table>
          </TableScroll>
          {ranked.length > SHOWN && !all && (
            <button type="button" className="button-quiet mt-3" onClick={() => setAll(true)}>
              Show all {integer(ranked.length)}
            </button>
          )}
          {execution.unknown.length > 0 && (
            <p className="mt-3 text-sm">
              {integer(execution.unknown.length)} nodes of unknown extents are left out: the true
              time is longer.
            </p>
          )}
          <Variants execution={execution} current={current} />
          <Dearest execution={execution} current={current} />
        </>
      )}
    </Section>
  );
}

const keyOf = ({ slug, backend, threads }: DevicePrediction['device']): string =>
  `${slug}/${backend}/${threads}`;

function Configuration({ device }: { readonly device: DevicePrediction['device'] }) {
  return (
    <>
      <BackendMark backend={device.backend} />
      {device.backend === 'wasm' && (
        <span className="text-grey-4">
          {' '}
          · {device.threads === 'one' ? '1 thread' : 'all threads'}
        </span>
      )}
    </>
  );
}

interface DeviceRowProps {
  readonly prediction: DevicePrediction;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

function DeviceRow({
  prediction: { device, ms, lowMs, highMs, bottleneck },
  chosen,
  onChoose,
}: DeviceRowProps) {
  return (
    <tr aria-current={chosen ? 'true' : undefined}>
      <th scope="row" className="min-w-40">
        <button type="button" className="link text-left" aria-pressed={chosen} onClick={onChoose}>
          {device.name}
        </button>
        <span className="block text-xs">
          <Configuration device={device} />
          {device.doubt !== null && <span className="text-grey-4"> · {DOUBTS[device.doubt]}</span>}
        </span>
      </th>
      <td className="numeric number" data-ms={ms}>
        {duration(ms)}
      </td>
      <td className="numeric number whitespace-nowrap">
        {duration(lowMs)} – {duration(highMs)}
      </td>
      <td>{bottleneck}</td>
    </tr>
  );
}

interface OnDevice {
  readonly execution: Execution;
  readonly current: DevicePrediction;
}

const HALF_PRUNED = {
  name: 'half of its channels',
  of: (whole: Execution) => pruned(whole, 50),
};
/** Precisions are predicted where they run and gain: integers on WASM, half floats on a GPU. */
const VARIANTS = {
  wasm: [
    { name: 'int8 weights and activations', of: (whole: Execution) => inFewerBits(whole, 8) },
    { name: 'int4 weights', of: (whole: Execution) => inFewerBits(whole, 4) },
    HALF_PRUNED,
  ],
  gpu: [{ name: 'half floats', of: (whole: Execution) => inFewerBits(whole, 16) }, HALF_PRUNED],
} as const;

function Variants({ execution, current }: OnDevice) {
  const { backend, name } = current.device;
  const variants = useMemo(() => {
    const calibration = calibrationOf(current.device);
    return VARIANTS[backend === 'wasm' ? 'wasm' : 'gpu'].map((variant) => ({
      name: variant.name,
      ms: predict(chargesOfExecution(variant.of(execution)), calibration).ms,
    }));
  }, [execution, current, backend]);
  return (
    <p className="mt-4 max-w-prose text-sm" data-testid="variants">
      On {name} this model would take,{' '}
      {variants.map((variant, i) => (
        <span key={variant.name}>
          {i > 0 && '; '}
          with {variant.name}, <span className="number">{duration(variant.ms)}</span> (
          <Gain ratio={current.ms / variant.ms} />)
        </span>
      ))}
      . Accuracy is not predicted.
    </p>
  );
}

/** Less is within what a prediction knows of itself. */
const NOTICEABLE = 0.03;

function Gain({ ratio }: { readonly ratio: number }) {
  if (Math.abs(ratio - 1) < NOTICEABLE) return <>about as fast</>;
  return ratio > 1 ? <>{ratio.toFixed(2)} × as fast</> : <>{(1 / ratio).toFixed(2)} × as slow</>;
}

function Dearest({ execution, current }: OnDevice) {
  const steps = predictSteps(execution, calibrationOf(current.device))
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, DEAREST);
  return (
    <>
      <h3 className="mt-6 mb-2 font-medium">
        Where the time goes on {current.device.name}, <Configuration device={current.device} />
      </h3>
      <TableScroll>
        <table className="table text-sm" data-testid="dearest-steps">
          <TableHead columns={STEP_COLUMNS} />
          <tbody>
            {steps.map(({ step, ms, bottleneck }) => (
              <tr key={`${step.name}/${step.op}/${step.kind}`}>
                <th scope="row" className="font-mono text-xs [overflow-wrap:anywhere]">
                  {step.name}
                </th>
                <td className="text-grey-4">{step.op.replace(/^.*:/, '')}</td>
                <td className="numeric number whitespace-nowrap">{duration(ms)}</td>
                <td className="numeric number whitespace-nowrap">{percent(ms / current.ms)}</td>
                <td>{bottleneck}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </>
  );
}
