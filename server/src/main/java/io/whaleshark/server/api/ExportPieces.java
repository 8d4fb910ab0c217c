package io.whaleshark.server.api;

import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.server.transfer.ImportLine;
import io.whaleshark.server.transfer.LineWriter;
import java.io.ByteArrayOutputStream;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// Lines as text, in pieces that are made when they are asked for. So an export takes no more
/// memory than its lines do, however slowly its client reads (P10). Confined to the request's
/// thread.
final class ExportPieces implements Iterator<byte[]> {

  private static final int PIECE_BYTES = 64 << 10;

  private final Iterator<ImportLine> lines;
  private final JsonWriter json = new JsonWriter(1 << 10);

  ExportPieces(Iterator<ImportLine> lines) {
    this.lines = lines;
  }

  @Override
  public boolean hasNext() {
    return lines.hasNext();
  }

  @Override
  public byte[] next() {
    if (!lines.hasNext()) {
      throw new NoSuchElementException();
    }
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    while (piece.size() < PIECE_BYTES && lines.hasNext()) {
      LineWriter.write(json.clear(), lines.next());
      piece.writeBytes(json.toBytes());
      piece.write('\n');
    }
    return piece.toByteArray();
  }
}
