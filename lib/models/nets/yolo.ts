// A YOLO-style detector in the published configuration of YOLOv8n at 640×640: cross-stage blocks, a
// pyramid up and down, and three anchor-free heads whose boxes are read from distributions over
// sixteen distances.
import { type Feature, GAIN, type Layers } from './layers';
import { imageInput, type Net, workloadsOf } from './net';

const IMAGE = 640;
const CLASSES = 80;
const DISTANCES = 16;
const EPSILON = 1e-3;
const STRIDES = [8, 16, 32] as const;

function unit(
  layers: Layers,
  name: string,
  x: Feature,
  channels: number,
  kernel: number,
  stride = 1,
): Feature {
  const y = layers.conv(`${name}.conv`, x, channels, { kernel, stride, gain: GAIN.swish });
  return layers.silu(layers.batchNorm(`${name}.bn`, y, EPSILON));
}

/**
 * Cross-stage block: half of the channels go on as they are, half through `depth` bottlenecks, all
 * are joined.
 */
function crossStage(
  layers: Layers,
  name: string,
  x: Feature,
  channels: number,
  depth: number,
  shortcut: boolean,
): Feature {
  const parts = layers.chunk(unit(layers, `${name}.cv1`, x, channels, 1), 2, 1);
  for (let at = 0; at < depth; at += 1) {
    const last = parts[parts.length - 1];
    const inner = unit(layers, `${name}.m.${at}.cv1`, last, channels / 2, 3);
    const worked = unit(layers, `${name}.m.${at}.cv2`, inner, channels / 2, 3);
    parts.push(shortcut ? layers.add(last, worked) : worked);
  }
  return unit(layers, `${name}.cv2`, layers.concat(parts), channels, 1);
}

/** Spatial pyramid: three poolings in a row, joined with their input. */
function pyramidPool(layers: Layers, name: string, x: Feature): Feature {
  const parts = [unit(layers, `${name}.cv1`, x, x.dims[1] / 2, 1)];
  for (let at = 0; at < 3; at += 1)
    parts.push(layers.maxPool(parts[at], { kernel: 5, stride: 1, padding: 2 }));
  return unit(layers, `${name}.cv2`, layers.concat(parts), x.dims[1], 1);
}

/** Features at strides 8, 16 and 32. */
function backbone(layers: Layers, input: Feature): readonly [Feature, Feature, Feature] {
  let x = unit(layers, 'model.0', input, 16, 3, 2);
  x = crossStage(layers, 'model.2', unit(layers, 'model.1', x, 32, 3, 2), 32, 1, true);
  const fine = crossStage(layers, 'model.4', unit(layers, 'model.3', x, 64, 3, 2), 64, 2, true);
  const middle = crossStage(
    layers,
    'model.6',
    unit(layers, 'model.5', fine, 128, 3, 2),
    128,
    2,
    true,
  );
  x = crossStage(layers, 'model.8', unit(layers, 'model.7', middle, 256, 3, 2), 256, 1, true);
  return [fine, middle, pyramidPool(layers, 'model.9', x)];
}

/** Coarse features mixed into fine ones, and back. */
function neck(
  layers: Layers,
  [fine, middle, coarse]: readonly [Feature, Feature, Feature],
): readonly [Feature, Feature, Feature] {
  const down = crossStage(
    layers,
    'model.12',
    layers.concat([layers.upsample(coarse, 2), middle]),
    128,
    1,
    false,
  );
  const near = crossStage(
    layers,
    'model.15',
    layers.concat([layers.upsample(down, 2), fine]),
    64,
    1,
    false,
  );
  const up = layers.concat([unit(layers, 'model.16', near, 64, 3, 2), down]);
  const half = crossStage(layers, 'model.18', up, 128, 1, false);
  const top = layers.concat([unit(layers, 'model.19', half, 128, 3, 2), coarse]);
  return [near, half, crossStage(layers, 'model.21', top, 256, 1, false)];
}

/**
 * Decided boxes: with even distributions all would have the same size, and anchors alone would be
 * the output.
 */
const BOX_GAIN = 16;

/** One branch of a head: two convolutions and a projection, flattened to [n, outputs, pixels]. */
function headBranch(
  layers: Layers,
  name: string,
  x: Feature,
  {
    width,
    outputs,
    gain,
  }: { readonly width: number; readonly outputs: number; readonly gain: number },
): Feature {
  const inner = unit(layers, `${name}.1`, unit(layers, `${name}.0`, x, width, 3), width, 3);
  const y = layers.conv(`${name}.2`, inner, outputs, { kernel: 1, bias: true, gain });
  return layers.reshape(y, [y.dims[0], outputs, y.dims[2] * y.dims[3]]);
}

/**
 * Centres of all pixels of all levels in units of their stride, and the strides: [1, 2, pixels] and
 * [1, 1, pixels].
 */
function anchors(layers: Layers): { readonly centres: Feature; readonly strides: Feature } {
  const pixels = STRIDES.flatMap((stride) => {
    const side = IMAGE / stride;
    return Array.from({ length: side * side }, (_, at) => ({
      x: (at % side) + 0.5,
      y: Math.floor(at / side) + 0.5,
      stride,
    }));
  });
  const centres = Float32Array.from([...pixels.map(({ x }) => x), ...pixels.map(({ y }) => y)]);
  const strides = Float32Array.from(pixels, ({ stride }) => stride);
  return {
    centres: layers.table('anchors', [1, 2, pixels.length], centres),
    strides: layers.table('strides', [1, 1, pixels.length], strides),
  };
}

/**
 * Expected distance of each of the four sides: softmax over sixteen bins times 0 … 15, a frozen 1×1
 * convolution.
 */
function expectedDistances(layers: Layers, x: Feature): Feature {
  const [batch, , pixels] = x.dims;
  const bins = layers.transpose(layers.reshape(x, [batch, 4, DISTANCES, pixels]), [0, 3, 1, 2]);
  const weights = layers.table(
    'distances',
    [DISTANCES, 1],
    Float32Array.from({ length: DISTANCES }, (_, i) => i),
  );
  const distances = layers.reshape(layers.matMul(layers.softmax(bins), weights), [
    batch,
    pixels,
    4,
  ]);
  return layers.transpose(distances, [0, 2, 1]);
}

function build(layers: Layers, [input]: readonly Feature[]): readonly Feature[] {
  const levels = neck(layers, backbone(layers, input));
  const box4 = { width: 64, outputs: 4 * DISTANCES, gain: BOX_GAIN };
  const class80 = { width: CLASSES, outputs: CLASSES, gain: GAIN.linear };
  const boxes = levels.map((x, i) => headBranch(layers, `model.22.cv2.${i}`, x, box4));
  const scores = levels.map((x, i) => headBranch(layers, `model.22.cv3.${i}`, x, class80));
  const { centres, strides } = anchors(layers);
  const [before, after] = layers.chunk(expectedDistances(layers, layers.concat(boxes, 2)), 2, 1);
  const low = layers.map('Neg', [layers.map('Sub', [before, centres])]);
  const high = layers.add(after, centres);
  const middle = layers.mul(layers.add(low, high), layers.scalar(0.5));
  const extent = layers.map('Sub', [high, low]);
  const box = layers.mul(layers.concat([middle, extent]), strides);
  return [layers.concat([box, layers.sigmoid(layers.concat(scores, 2))])];
}

const YOLOV8N: Net = {
  name: 'yolov8n',
  title: 'YOLOv8n detector',
  family: 'YOLO',
  source: 'Ultralytics YOLOv8n, published configuration yolov8n.yaml, 640×640, 80 classes',
  metric: 'ms',
  inputs: imageInput(IMAGE),
  build,
};

export const WORKLOADS = workloadsOf(YOLOV8N);
