import { effect } from '@preact/signals';
import { announce } from '../../../lib/ui';
import { callAttention } from '../attention';
import { Admissions } from './admissions';
import { consults } from './ownConsults';

const title = document.title;

/** On every page of the app: who went to read something else while waiting comes back. Call the answer to stop. */
export function watchAdmission(): () => void {
  const admissions = new Admissions();
  return effect(() => {
    const cards = [...(consults.value?.values() ?? [])];
    document.title = cards.some((card) => card.phase === 'inProgress') ? `Your visit is open · ${title}` : title;
    const { admitted, returned } = admissions.take(cards);
    if (returned > 0) announce('You are back in the waiting room. Your place is kept.');
    if (admitted === 0) return;
    announce('Your visit begins: you have been let in.');
    callAttention('Your visit begins: you have been let in.', true);
  });
}
