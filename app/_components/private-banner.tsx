// On every page of a private board: what its numbers rest on.

export function PrivateBanner() {
  return (
    <aside aria-label="About this board" className="example-banner" data-testid="private-banner">
      <p className="page">
        <strong>Private board.</strong> Votes are counted by key, among people who trust each other:
        one person with three keys counts as three.
      </p>
    </aside>
  );
}
