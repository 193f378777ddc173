// Icons of this page, drawn without hooks or contexts, so that they do on the server and in the
// browser (app/_client/preact-root.ts).

interface IconProps {
  readonly className: string;
}

function icon(path: string) {
  return ({ className }: IconProps) => (
    <svg
      viewBox="0 0 24 24"
      className={className}
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={path} />
    </svg>
  );
}

export const FileIcon = icon(
  'M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5M12 17v-6M9 14l3-3 3 3',
);
export const FoldedIcon = icon('m9 18 6-6-6-6');
export const OpenIcon = icon('m6 9 6 6 6-6');
export const UpIcon = icon('M12 19V5M5 12l7-7 7 7');
export const DownIcon = icon('M12 5v14M19 12l-7 7-7-7');
