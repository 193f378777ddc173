// Over results that do not answer every word of a search: what they are.
export function NearestNames({ search }: { readonly search: string }) {
  return (
    <p className="mb-4 text-grey-4 text-sm">
      Nothing is called “{search}”. The names nearest to it:
    </p>
  );
}
