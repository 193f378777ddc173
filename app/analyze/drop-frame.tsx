// The drop zone as it looks, drawn by the server before scripts have come and by the page
// afterwards.
import type { DragEventHandler, ReactNode } from 'react';
import { FileIcon } from './icons';

/** Of the file input, which the frame is the label of. */
export const FILE_INPUT = 'model-file';

interface DropFrameProps {
  readonly compact: boolean;
  /** Something is held above it. */
  readonly over?: boolean;
  readonly onDragOver?: DragEventHandler;
  readonly onDragLeave?: DragEventHandler;
  readonly onDrop?: DragEventHandler;
  /** The file input; none before scripts have come. */
  readonly children?: ReactNode;
}

export function DropFrame({ compact, over = false, children, ...handlers }: DropFrameProps) {
  return (
    <label
      {...handlers}
      htmlFor={FILE_INPUT}
      className={`flex cursor-pointer items-center rounded-md border border-dashed focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-2 ${
        over ? 'border-accent bg-grey-1' : 'border-grey-3 hover:bg-grey-1'
      } ${compact ? 'gap-3 px-4 py-3' : 'flex-col gap-2 px-6 py-16 text-center'}`}
    >
      <FileIcon className={compact ? 'size-4 shrink-0 text-grey-4' : 'size-6 text-grey-4'} />
      <span className="font-medium text-sm">
        {compact ? 'Another file' : 'Drop an ONNX file, or choose one'}
      </span>
      <span className="max-w-prose text-grey-4 text-sm">
        {compact
          ? 'stays in this browser, too'
          : 'It never leaves your browser: it is read and counted on this page. Weights are skipped, so size hardly matters. Files that belong to it, and a profile of ONNX Runtime, can be dropped with it.'}
      </span>
      {children}
    </label>
  );
}
