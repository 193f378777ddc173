// Takes a file by drop or by choice. The label is the button, so that keyboards and screen readers find a plain file input.
import { FileUp } from 'lucide-react';
import { type DragEvent, useState } from 'react';

interface DropZoneProps {
  /** One line, once a report stands below it. */
  readonly compact: boolean;
  readonly onFile: (file: File) => void;
}

export function DropZone({ compact, onFile }: DropZoneProps) {
  const [over, setOver] = useState(false);
  const take = (files: FileList | null): void => {
    const file = files?.[0];
    if (file !== undefined) onFile(file);
  };
  const handlers = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      take(event.dataTransfer.files);
    },
  };
  return (
    <label
      {...handlers}
      className={`no-print flex cursor-pointer items-center rounded-md border border-dashed focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-2 ${
        over ? 'border-accent bg-grey-1' : 'border-grey-3 hover:bg-grey-1'
      } ${compact ? 'gap-3 px-4 py-3' : 'flex-col gap-2 px-6 py-16 text-center'}`}
    >
      <FileUp className={compact ? 'size-4 shrink-0 text-grey-4' : 'size-6 text-grey-4'} aria-hidden="true" />
      <span className="font-medium text-sm">{compact ? 'Another file' : 'Drop an ONNX file, or choose one'}</span>
      <span className="text-grey-4 text-sm">
        {compact
          ? 'stays in this browser, too'
          : 'It never leaves your browser: it is read and counted on this page. Weights are skipped, so size hardly matters.'}
      </span>
      <input
        type="file"
        accept=".onnx"
        className="sr-only"
        onChange={({ target }) => {
          take(target.files);
          target.value = '';
        }}
      />
    </label>
  );
}
