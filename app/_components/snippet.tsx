// A line to copy into a README.
import { CopyButton } from './copy-button';
import { NamedCode } from './named-code';

export function Snippet({ name, text }: { name: string; text: string }) {
  return (
    <NamedCode name={name} text={text}>
      <CopyButton text={text} what={name} />
    </NamedCode>
  );
}
