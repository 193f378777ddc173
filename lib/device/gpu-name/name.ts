// What a GPU's name can say, and nothing it cannot: `model` is the product's full name without its
// vendor, null where the string names none. Flags are present only when true. The raw string stays
// with the caller, so that a later table version can name old rows again.

/** Rises with every change that can move a string to another slug; stored with each row. */
export const GPU_NAME_VERSION = 4;

/**
 * `software`, `virtual` and `masked` are categories of their own, never a guess at the hardware
 * below.
 */
export const GPU_KINDS = ['gpu', 'software', 'virtual', 'masked', 'unknown'] as const;
export type GpuKind = (typeof GPU_KINDS)[number];

export interface GpuName {
  readonly kind: GpuKind;
  readonly vendor: string | null;
  readonly model: string | null;
  /** The words of `model` that follow its number: "Ti SUPER", "Laptop GPU", "XTX", "MC11". */
  readonly variant: string | null;
  /** In the words of WebGPU's `adapter.info.architecture`: "ampere", "rdna-2", "gen-12lp". */
  readonly architecture: string | null;
  readonly software?: true;
  readonly virtual?: true;
  readonly masked?: true;
  /**
   * The name covers chips of different size ("UHD Graphics", "Radeon R7 200 Series", "Mali-G78"
   * without its cores).
   */
  readonly ambiguous?: true;
  /** The string names a model that no table has (lib/device/listed); `model` is then null. */
  readonly unlisted?: true;
  /** PCI (or ACPI) device id as ANGLE prints it: "0x2684". */
  readonly pciId?: string;
  /**
   * What a masking browser put in place of the name: Firefox's "GeForce GTX 980" stands for every
   * later GeForce.
   */
  readonly bucket?: string;
  /** The processor, where the string names it: "Apple M1", "Ryzen 5 9600X". */
  readonly soc?: string;
}

/** What one room recognised in a string. */
export interface Identity {
  readonly vendor: string;
  readonly model: string | null;
  readonly variant?: string | null;
  readonly architecture?: string | null;
  readonly software?: boolean;
  readonly virtual?: boolean;
  readonly masked?: boolean;
  readonly ambiguous?: boolean;
  readonly soc?: string;
}
