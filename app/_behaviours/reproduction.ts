// Listens for "Download a reproduction"; what builds it is fetched when it is asked for.

export function listenForReproductions(): void {
  document.addEventListener('click', ({ target }) => {
    const button =
      target instanceof Element
        ? target.closest<HTMLButtonElement>('button[data-reproduce]')
        : null;
    if (button === null) return;
    void import('./download-reproduction').then(({ downloadReproduction }) =>
      downloadReproduction(button),
    );
  });
}
