import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.util.List;
import org.h2.mvstore.MVStore;

/** A test engine that speaks MongoDB's protocol: java DocumentServer.java ADDRESS PORT FILE. */
class DocumentServer {
    /** Wire version 9 is MongoDB 4.4's, and the lowest that current clients accept. */
    record LikeMongo44() implements MongoVersion {
        @Override public List<Integer> getVersionArray() { return List.of(4, 4, 0); }
        @Override public int getWireVersion() { return 9; }
    }

    /**
     * Nobody sees a write before it is in the file, neither its sender nor another reader: one
     * command at a time, committed before the next. A killed server forgets nothing it has shown.
     */
    static class Durable extends H2Backend {
        Durable(MVStore store) { super(store); }
        @Override public synchronized Document handleMessage(MongoMessage message) {
            try { return super.handleMessage(message); } finally { commit(); }
        }
    }

    public static void main(String[] args) {
        // No commit by the clock: it could save a document without its index entry.
        MVStore store = new MVStore.Builder().fileName(args[2]).autoCommitDisabled().open();
        store.setRetentionTime(0); // Or the file grows by every write of the last 45 seconds.
        H2Backend backend = new Durable(store);
        backend.version(new LikeMongo44());
        new MongoServer(backend).bind(args[0], Integer.parseInt(args[1]));
    }
}
