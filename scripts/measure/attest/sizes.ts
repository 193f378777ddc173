// The option that names sizes of the attested kernel.
import { isSize, SIZES, type Size } from '@/lib/attest/kernel';
import { type Kind, UsageError } from '../../command';

export const sizesOption: Kind<readonly Size[]> = {
  value: 'N,N',
  text: `sizes of the kernel, of: ${SIZES.join(', ')}`,
  initial: '256,512,1024',
  read: (given) =>
    (given.at(-1) ?? '256,512,1024').split(',').map((part) => {
      const size = Number(part);
      if (!isSize(size)) throw new UsageError(`there is no '${part}'`);
      return size;
    }),
};
