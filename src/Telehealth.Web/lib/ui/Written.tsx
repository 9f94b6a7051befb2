import { piecesOf } from '../text';

interface WrittenProps {
  /** What somebody wrote: a name, a note, a message. */
  text: string;
  class?: string;
  testId?: string;
}

/**
 * What somebody wrote, among our own words. It stands in the direction of its own script, and turns nothing around it. Whatever people
 * wrote is shown by this or by {@link WrittenText}.
 */
export function Written({ text, class: name, testId }: WrittenProps) {
  return (
    <bdi class={name} data-testid={testId}>
      {text}
    </bdi>
  );
}

/**
 * A text of its own: a message, a description, a reason. Each of its paragraphs stands, and is cut, in its own direction; `links` makes the
 * addresses in it links.
 */
export function WrittenText({ text, class: name = '', testId, links = false }: WrittenProps & { links?: boolean }) {
  return (
    <span dir="auto" class={`written ${name}`} data-testid={testId}>
      {links ? piecesOf(text).map((piece, index) => <Piece key={index} {...piece} />) : text}
    </span>
  );
}

/** The page that is opened learns neither where it was linked from nor gets at this one. */
function Piece({ text, href }: { text: string; href: string | null }) {
  return href === null ? (
    <>{text}</>
  ) : (
    <a dir="ltr" href={href} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  );
}
