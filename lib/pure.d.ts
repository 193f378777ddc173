// What every engine that runs our pure code has in common (Node 20, edge functions, workers, pages)
// beyond ECMAScript itself. Only tsconfig.pure.json and tsconfig.graphs.json include this file:
// pure code can touch these names and no other part of a platform.

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label?: 'utf-8' | 'latin1', options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string;
}

declare function atob(data: string): string;
declare function btoa(data: string): string;
declare function structuredClone<T>(value: T): T;

interface PureCryptoKey {
  readonly type: string;
}

declare const crypto: {
  getRandomValues<T extends Uint8Array | Uint32Array>(array: T): T;
  readonly subtle: {
    digest(algorithm: 'SHA-256', data: ArrayBufferView | ArrayBuffer): Promise<ArrayBuffer>;
    importKey(
      format: 'raw',
      key: ArrayBufferView | ArrayBuffer,
      algorithm: { name: 'HMAC'; hash: 'SHA-256' },
      extractable: boolean,
      usages: ('sign' | 'verify')[],
    ): Promise<PureCryptoKey>;
    sign(
      algorithm: 'HMAC',
      key: PureCryptoKey,
      data: ArrayBufferView | ArrayBuffer,
    ): Promise<ArrayBuffer>;
    verify(
      algorithm: 'HMAC',
      key: PureCryptoKey,
      signature: ArrayBufferView | ArrayBuffer,
      data: ArrayBufferView | ArrayBuffer,
    ): Promise<boolean>;
  };
};
