package io.whaleshark.server.api;

import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.Response;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Bounds the memory that the answers with pages use, whoever asks and however slowly clients read
/// (P10). Thread-safe; blocks while it reads.
///
/// Making a page needs several times the memory of the final answer, but takes no longer than the
/// engine does. So only a few pages are made at once, and further requests wait. Writing a page
/// takes as long as its client likes. So only a few large answers are written at once, and nobody
/// waits for them: one too many is refused. Small answers are not limited.
final class Pages {

  /// Answers up to this size do not count as large: one for every connection at once fits into the
  /// heap.
  static final int SMALL_BYTES = 64 << 10;

  private static final int OK = 200;
  private static final int PAGE_BYTES = 16 << 10;
  private static final int MADE_AT_ONCE = 16;
  static final int LARGE_AT_ONCE = 64;

  private final Semaphore making = new Semaphore(MADE_AT_ONCE);
  private final Semaphore large = new Semaphore(LARGE_AT_ONCE);

  /// Answers with a page of the wire, which is made when its turn comes.
  ///
  /// @throws Problem as [#give]
  Response answer(Supplier<Event> page) {
    return Response.of(
        OK,
        JsonResponse.TYPE,
        give(() -> {
          JsonWriter json = new JsonWriter(PAGE_BYTES);
          page.get().write(json);
          return json.toBytes();
        }));
  }

  /// Makes an answer. A large answer holds a permit until it is written.
  ///
  /// @throws Problem if the answer is large and no permit is free; also what `answer` throws
  Response.Whole give(Supplier<byte[]> answer) {
    byte[] made = make(answer);
    if (made.length <= SMALL_BYTES) {
      return new Response.Whole(Bytes.of(made), () -> {});
    }
    if (!large.tryAcquire()) {
      throw new Problem(RefusalCode.RETRY_LATER, "page: too many large ones at once, retry");
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
