package io.whaleshark.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Intake;
import io.whaleshark.core.model.Payload;
import io.whaleshark.testkit.Moves;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a move that has lost, changed or added anything is not released. Method: a copy in a data
/// folder; in turn each row is taken away, changed, and repeated elsewhere; each time the
/// comparison has to find it.
class RocksMoveFaultsTest {

  private static final RocksEngine.Limits LIMITS = new RocksEngine.Limits(8L << 20, 0);
  private static final byte[] ALL = new byte[0];

  /// The tables whose keys end with a number.
  private static final Set<Table> NUMBERED =
      Set.of(Table.LOG, Table.OWN, Table.MOVED, Table.MEMBERS);

  /// A row of the copy.
  private record Kept(Table table, Payload row, Payload contents) {

    private Kept(Table table, Cursor cursor) {
      this(table, Payload.of(cursor.key()), Payload.of(cursor.value()));
    }

    byte[] key() {
      return row.bytes();
    }

    byte[] value() {
      return contents.bytes();
    }
  }

  @TempDir private Path folder = Path.of("");

  @Test
  @DisplayName("every row too few, changed or too many is found")
  void everyFaultIsFound() {
    try (Intake intake = RocksMove.to(folder, LIMITS)) {
      Moves.copySome(new SmallContents(), intake, Long.MAX_VALUE);
    }
    List<Kept> rows = rows();
    for (Kept row : rows) {
      expectFound(row, "taken away", batch -> batch.delete(row.table(), row.key()));
      byte[] changed = row.value().length == 0 ? new byte[1] : lastByteXored(row.value(), 1);
      expectFound(row, "changed", batch -> batch.put(row.table(), row.key(), changed));
      if (NUMBERED.contains(row.table())) {
        byte[] elsewhere = lastByteXored(row.key(), 0x40);
        expectFound(row, "repeated", batch -> batch.put(row.table(), elsewhere, row.value()));
        write(batch -> batch.delete(row.table(), elsewhere));
      }
    }
    try (Intake intake = RocksMove.to(folder, LIMITS)) {
      Moves.move(new SmallContents(), intake);
    }
    RocksEngine.open(folder, LIMITS).close();
  }

  private static byte[] lastByteXored(byte[] bytes, int with) {
    byte[] changed = bytes.clone();
    int last = changed.length - 1;
    changed[last] = (byte) (changed[last] ^ with);
    return changed;
  }

  private List<Kept> rows() {
    List<Kept> rows = new ArrayList<>();
    try (Store store = new Store(folder, LIMITS);
        View view = store.current()) {
      for (Table table : tables()) {
        addRows(view.cursor(table), table, rows);
      }
    }
    assertThat(rows).extracting(Kept::table).contains(tables());
    return rows;
  }

  private static void addRows(Cursor cursor, Table table, List<Kept> rows) {
    for (boolean there = cursor.seek(ALL, ALL); there; there = cursor.next(ALL)) {
      rows.add(new Kept(table, cursor));
    }
  }

  /// Those that a move fills: how far followers have got stays behind.
  private static Table[] tables() {
    return Arrays.stream(Table.values())
        .filter(table -> table != Table.DEFAULT && table != Table.JOURNAL)
        .toArray(Table[]::new);
  }

  private void write(Consumer<Batch> rows) {
    try (Store store = new Store(folder, LIMITS)) {
      store.write(rows);
    }
  }

  /// Plants a fault, compares, and puts the row back.
  private void expectFound(Kept row, String how, Consumer<Batch> fault) {
    write(fault);
    assertThat(isFound()).as("%s %s: %s", row.table(), Arrays.toString(row.key()), how).isTrue();
    write(batch -> batch.put(row.table(), row.key(), row.value()));
  }

  private boolean isFound() {
    try (Intake intake = RocksMove.to(folder, LIMITS)) {
      return Moves.difference(new SmallContents(), intake).isPresent();
    } catch (EngineException e) {
      return e.kind() == EngineException.Kind.CORRUPT;
    }
  }
}
