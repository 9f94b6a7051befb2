import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { http } from '../../lib/access/http';
import type { HttpCommands } from '../../lib/access/httpCommands';
import type { PostMoveView, PostSuggestionView } from '../../lib/contracts/posts';
import type { UnitRow } from '../../lib/contracts/units';
import { minutesText, travelSourceSentence, travelSourceText } from '../emergencies/travelText';
import { Polled } from '../../lib/polling/polled';
import { AsOf, NotYet } from '../../lib/polling/PolledParts';
import type { Fault } from '../../lib/realtime/outcome';
import { announce } from '../../lib/ui/Announcer';
import { Button } from '../../lib/ui/Button';
import { Dialog } from '../../lib/ui/Dialog';
import { EmptyState, ErrorNotice } from '../../lib/ui/Surfaces';
import { keepFocusIn, moveAmongChoices, suggestedChoice, useFirstChoice } from '../../lib/ui/choices';
import { postLines, whyNotNow } from './postText';

/** What is asked here needs of the board: who is there now, and the way to ask a crew. */
export interface PostBoard {
  readonly httpCommands: Pick<HttpCommands, 'send'>;
  readonly rows: {
    readonly units: ReadonlySignal<ReadonlyMap<string, UnitRow>>;
    readonly roster: ReadonlySignal<readonly UnitRow[]>;
    putUnit(unit: UnitRow): void;
  };
}

/** Where idle units could wait so that more is covered. Nothing moves until a person says so. */
export function PostsDialog({ board, onClose }: { board: PostBoard; onClose: () => void }) {
  const suggestion = useMemo(() => new Polled<PostSuggestionView>(() => http.get('/api/posts/suggestions')), []);
  useEffect(() => suggestion.watch(), []);
  const refused = useSignal<{ callSign: string; fault: Fault } | null>(null);
  const busy = useSignal<string | null>(null);
  const view = suggestion.value.value;
  const list = useFirstChoice(view !== null, suggestedChoice);
  const send = async (move: PostMoveView): Promise<void> => {
    busy.value = move.unitId;
    refused.value = null;
    const outcome = await board.httpCommands.send<UnitRow>('/api/posts/moves', { unitId: move.unitId, post: move.post });
    busy.value = null;
    if (outcome.error === null) {
      board.rows.putUnit(outcome.value);
      announce(`${move.callSign} is asked to wait at ${move.post}.`);
    } else {
      refused.value = { callSign: move.callSign, fault: outcome.error };
    }
    await suggestion.read();
    requestAnimationFrame(() => keepFocusIn(list.current));
  };
  return (
    <Dialog title="Posts for idle units" wide onClose={onClose} testId="dialog-posts">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows go from button to button; the list is none itself. */}
      <div class="stack stack-3 choices" ref={list} tabIndex={-1} onKeyDown={moveAmongChoices}>
        <AsOf of={suggestion} what="The suggestion" />
        {refused.value !== null && <ErrorNotice title={`${refused.value.callSign} was not asked`} error={refused.value.fault} />}
        {view === null ? (
          <NotYet of={suggestion} loading="Working out what is covered…" failed="The suggestion could not be read" />
        ) : (
          <Suggestion board={board} view={view} busy={busy.value} send={(move) => void send(move)} />
        )}
      </div>
    </Dialog>
  );
}

interface SuggestionProps {
  board: PostBoard;
  view: PostSuggestionView;
  busy: string | null;
  send: (move: PostMoveView) => void;
}

function Suggestion({ board, view, busy, send }: SuggestionProps) {
  return (
    <>
      {view.moves.length === 0 ? (
        <EmptyState icon="check" title="No move is suggested">
          {view.text}
        </EmptyState>
      ) : (
        <p data-testid="posts-text">{view.text} A crew is asked, not bound: it stays free for any job.</p>
      )}
      <ul class="post-moves">
        {view.moves.map((move, place) => (
          <Move key={`${move.unitId} ${move.post}`} board={board} move={move} first={place === 0} busy={busy} send={send} />
        ))}
      </ul>
      {view.posts.length > 0 && <Posts board={board} view={view} />}
    </>
  );
}

interface MoveProps extends Omit<SuggestionProps, 'view'> {
  move: PostMoveView;
  first: boolean;
}

/** What is gained holds in the order of the list: the second is reckoned with the first on its way. */
function Move({ board, move, first, busy, send }: MoveProps) {
  const not = whyNotNow(board.rows.units.value.get(move.unitId));
  return (
    <li class="hospital-choice" data-testid="post-move" data-unit={move.callSign} data-post={move.post}>
      <span class="unit-sign numerals">{move.callSign}</span>
      <span class="grow">
        <strong>to {move.post}</strong>
        <span class="numerals" title={travelSourceSentence(move.travel.source)}>
          {' '}
          · {minutesText(move.travel.seconds)} {travelSourceText(move.travel.source)}
        </span>
        <span class="hospital-more">{not === null ? move.reason : `${move.callSign} ${not}.`}</span>
      </span>
      <Button
        kind={first ? 'primary' : 'secondary'}
        class="action"
        disabled={not !== null}
        busy={busy === move.unitId}
        label={`Ask ${move.callSign} to wait at ${move.post}`}
        data={{ 'data-choice': '' }}
        testId="post-ask"
        onClick={() => send(move)}
      >
        Ask {move.callSign}
      </Button>
    </li>
  );
}

function Posts({ board, view }: { board: PostBoard; view: PostSuggestionView }) {
  return (
    <section>
      <h3 class="column-head">Who was asked to wait where</h3>
      <dl class="posts">
        {postLines(view, board.rows.roster.value).map((post) => (
          <div key={post.name} data-testid="post" data-post={post.name}>
            <dt>{post.name}</dt>
            <dd class={post.asked.length === 0 ? 'muted' : 'strong numerals'}>
              {post.asked.length === 0 ? 'nobody' : post.asked.map((unit) => unit.callSign).join(', ')}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
