// Takes files and folders by drop or by choice. The label is the button, so that keyboards and
// screen readers find a plain file input.
import { useState } from 'preact/hooks';
import { FileInput } from '@/app/_client/file-input';
import { droppedFiles } from '@/app/_client/given-files';
import type { GivenFile } from '@/workers/analyse-messages';
import { DropFrame, FILE_INPUT } from './drop-frame';

interface DropZoneProps {
  /** One line, once a report stands below it. */
  readonly compact: boolean;
  readonly onFiles: (files: readonly GivenFile[]) => void;
}

const FOLDER_INPUT = 'model-folder';

export function DropZone({ compact, onFiles }: DropZoneProps) {
  const [over, setOver] = useState(false);
  const take = (files: readonly GivenFile[]): void => {
    if (files.length > 0) onFiles(files);
  };
  return (
    <div className="no-print">
      <DropFrame
        compact={compact}
        over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void droppedFiles(event.dataTransfer).then(take);
        }}
      >
        <FileInput id={FILE_INPUT} onFiles={take} />
      </DropFrame>
      <label
        htmlFor={FOLDER_INPUT}
        className="link mt-2 inline-block cursor-pointer text-grey-4 text-sm focus-within:outline-2 focus-within:outline-accent"
      >
        or choose a folder
        <FileInput id={FOLDER_INPUT} folder onFiles={take} />
      </label>
    </div>
  );
}
