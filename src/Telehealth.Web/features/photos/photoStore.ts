/** A picture that the server does not have yet. */
export interface KeptPhoto {
  id: string;
  personId: string;
  assignmentId: string;
  about: string;
  takenAt: string;
  content: Blob;
  /** As the camera made it: it is made smaller before it is sent. */
  isRaw?: boolean;
}

/** What pictures are kept in until they are sent. */
export interface PhotoStore {
  load(personId: string): Promise<KeptPhoto[]>;
  /** False when it could not be kept. */
  put(photo: KeptPhoto): Promise<boolean>;
  remove(id: string): Promise<void>;
}

const databaseName = 'telehealth-crew';
const tableName = 'photos';

/**
 * The browser's own database: pictures are too large for its local storage. It is opened at once, so that a picture is not kept waiting
 * for it.
 */
export function browserPhotoStore(): PhotoStore {
  let opened: Promise<IDBDatabase> | null = null;
  const database = (): Promise<IDBDatabase> => {
    opened ??= open().then((found) => {
      // The browser may take it away, to clean up or for a newer page.
      found.onclose = found.onversionchange = () => {
        opened = null;
        found.close();
      };
      return found;
    });
    return opened;
  };
  const run = async <T>(mode: IDBTransactionMode, act: (table: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    try {
      const transaction = (await database()).transaction(tableName, mode, { durability: 'strict' });
      const request = act(transaction.objectStore(tableName));
      // Kept is what stands when the page goes the next moment: after the transaction, not after the request.
      await endOf(transaction);
      return request.result;
    } catch (reason) {
      opened = null;
      throw reason;
    }
  };
  void database().catch(() => {
    opened = null;
  });
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

function endOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((done, fail) => {
    transaction.oncomplete = () => done();
    transaction.onabort = () => fail(transaction.error ?? new Error('The database of the browser gave up.'));
  });
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new Error('The database of the browser refused.'));
  });
}
