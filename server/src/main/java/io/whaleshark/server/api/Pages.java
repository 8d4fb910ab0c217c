package io.whaleshark.server.api;

import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.Response;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Bounds what the answers of the sync calls take of memory, whoever asks and however slowly they
/// are read (P10). Thread-safe; blocks while it reads.
///
/// Making a page takes several times what its answer does in the end, and lasts no longer than the
/// engine does: so few are made at once, and the others wait. Writing one lasts as long as its
/// client likes: so few large ones are written at once, and nobody waits for them. One too many is
/// refused, and small ones go on.
final class Pages {

  /// What does not count as large: an answer of every connection at once fits into the heap.
  static final int SMALL_BYTES = 64 << 10;

  private static final int MADE_AT_ONCE = 16;
  static final int LARGE_AT_ONCE = 64;

  private final Semaphore making = new Semaphore(MADE_AT_ONCE);
  private final Semaphore large = new Semaphore(LARGE_AT_ONCE);

  /// Makes an answer. While it is written it counts, if it is large.
  ///
  /// @throws Problem if it is large and others are at the moment; and what `answer` throws
  Response.Whole give(Supplier<byte[]> answer) {
    byte[] made = make(answer);
    if (made.length <= SMALL_BYTES) {
      return new Response.Whole(Bytes.of(made), () -> {});
    }
    if (!large.tryAcquire()) {
      throw new Problem(RefusalCode.RETRY_LATER, "page: too many large ones, try again");
    }
    return new Response.Whole(Bytes.of(made), large::release);
  }

  private byte[] make(Supplier<byte[]> answer) {
    making.acquireUninterruptibly();
    try {
      return answer.get();
    } finally {
      making.release();
    }
  }
}
