import { browserDeskStore, KeptDeskShelf } from './keptDesk';

/** The one of this page: read before anybody is signed in, kept by the desk after. */
export const deskShelf = new KeptDeskShelf(browserDeskStore());
