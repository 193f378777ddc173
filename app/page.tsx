export default function HomePage() {
  return <main>Flopmark</main>;
}
