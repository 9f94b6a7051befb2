import { effect } from '@preact/signals';
import { announce } from '../../../lib/ui';
import { callAttention, soundIsOn } from '../attention';
import { Arrivals, arrivalText, titleOf } from './arrivals';
import { cards, link, waiting } from './waitingRoom';

/** On every page of the app, in a consult too. Call the answer to stop. */
export function watchArrivals(): () => void {
  const arrivals = new Arrivals();
  const undo = [
    effect(() => {
      const come = arrivals.take(cards.value === null ? null : waiting.value);
      if (come === 0) return;
      announce(arrivalText(come));
      callAttention(arrivalText(come), soundIsOn.peek());
    }),
    effect(() => {
      document.title = titleOf(waiting.value.length, link.state.value === 'live');
    }),
  ];
  return () => undo.forEach((stop) => stop());
}
