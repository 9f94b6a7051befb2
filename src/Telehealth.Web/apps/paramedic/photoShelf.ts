/** A picture that the server does not have yet. */
export interface KeptPhoto {
  id: string;
  personId: string;
  assignmentId: string;
  about: string;
  takenAt: string;
  content: Blob;
}

/** What pictures are kept in until they are sent. */
export interface PhotoShelf {
  load(personId: string): Promise<KeptPhoto[]>;
  /** False when it could not be kept. */
  put(photo: KeptPhoto): Promise<boolean>;
  remove(id: string): Promise<void>;
}

const databaseName = 'telehealth-crew';
const tableName = 'photos';

/** The browser's own database: pictures are too large for its local storage. */
export function browserShelf(): PhotoShelf {
  const run = async <T>(mode: IDBTransactionMode, act: (table: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const database = await open();
    try {
      const table = database.transaction(tableName, mode).objectStore(tableName);
      return await answerOf(act(table));
    } finally {
      database.close();
    }
  };
  return {
    load: async (personId) => {
      try {
        const all = await run<KeptPhoto[]>('readonly', (table) => table.getAll() as IDBRequest<KeptPhoto[]>);
        return all.filter((photo) => photo.personId === personId).sort((one, other) => one.takenAt.localeCompare(other.takenAt));
      } catch {
        return [];
      }
    },
    put: async (photo) => {
      try {
        await run('readwrite', (table) => table.put(photo));
        return true;
      } catch {
        return false;
      }
    },
    remove: async (id) => {
      try {
        await run('readwrite', (table) => table.delete(id));
      } catch {
        // It is sent a second time then, with the same id, and changes nothing.
      }
    },
  };
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(tableName, { keyPath: 'id' });
  return answerOf(request);
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new Error('The database of the browser refused.'));
  });
}
