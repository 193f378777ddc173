// Inputs as tensors: in the heap for WASM and WebNN, in GPU buffers for WebGPU, so that no sample
// pays for an upload.
import type { Tensor } from 'onnxruntime-web/webgpu';
import type { InputArray } from '@/lib/models/input';
import type { InputDataType, InputSpec } from '@/lib/models/workload';
import type { Runtime } from './assets';

/** A tensor in memory, as an input of any backend. */
export function plainTensor(
  { Tensor: TensorOf }: Runtime,
  { dtype, dims }: InputSpec,
  values: InputArray,
): Tensor {
  // The constructor is overloaded per type; the array is of this type by `generateInput`.
  return new TensorOf(dtype as 'float32', values as Float32Array, dims);
}

type GpuDataType = Exclude<InputDataType, 'int8'>;

/** A tensor in a buffer of the GPU, so that no run waits for a copy. */
export function gpuTensor(
  { Tensor: TensorOf }: Runtime,
  device: GPUDevice,
  { name, dtype, dims }: InputSpec,
  values: InputArray,
): Tensor {
  if (!isGpuType(dtype))
    throw new Error(`input '${name}' of type ${dtype} cannot live in a GPU buffer`);
  const buffer = device.createBuffer({
    size: Math.ceil(values.byteLength / 16) * 16,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    mappedAtCreation: true,
  });
  new Uint8Array(buffer.getMappedRange()).set(
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  );
  buffer.unmap();
  return TensorOf.fromGpuBuffer(buffer, { dataType: dtype, dims });
}

/**
 * Puts other values in the buffer of a tensor of `gpuTensor`; a captured graph goes on reading from
 * it.
 */
export function refill(device: GPUDevice, { gpuBuffer }: Tensor, values: InputArray): void {
  const bytes = new Uint8Array(Math.ceil(values.byteLength / 4) * 4);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  device.queue.writeBuffer(gpuBuffer as GPUBuffer, 0, bytes);
}

function isGpuType(dtype: InputDataType): dtype is GpuDataType {
  return dtype !== 'int8';
}
