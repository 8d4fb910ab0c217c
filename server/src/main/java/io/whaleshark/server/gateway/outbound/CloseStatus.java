package io.whaleshark.server.gateway.outbound;

import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import org.jspecify.annotations.Nullable;

/// The WebSocket close codes and reasons. Codes from 4000 on are specific to this protocol, one for
/// each reason. Stateless.
public final class CloseStatus {

  public static final WebSocketCloseStatus DISPLACED =
      new WebSocketCloseStatus(4001, "another device of this user logged in");
  public static final WebSocketCloseStatus TOKEN_EXPIRED =
      new WebSocketCloseStatus(4002, "the token has expired");
  public static final WebSocketCloseStatus SIGNED_OUT =
      new WebSocketCloseStatus(4003, "signed out by the application");
  public static final WebSocketCloseStatus NO_LOGIN =
      new WebSocketCloseStatus(4004, "no login before the login timeout");
  public static final WebSocketCloseStatus BANNED =
      new WebSocketCloseStatus(4005, "banned by the application");

  private static final int NO_CODE = -1;
  private static final int CODE_AT_MOST = 4_999;

  private CloseStatus() {}

  /// Returns the close status that answers a peer's close frame: its own code, unless the server
  /// must not send that code. Codes below 3000 are checked where the frame is decoded.
  public static WebSocketCloseStatus answering(CloseWebSocketFrame frame) {
    int code = frame.statusCode();
    if (code > CODE_AT_MOST) {
      return WebSocketCloseStatus.PROTOCOL_ERROR;
    }
    return code == NO_CODE
        ? WebSocketCloseStatus.NORMAL_CLOSURE
        : WebSocketCloseStatus.valueOf(code);
  }

  /// Returns the close status for a frame that could not be decoded; null if the exception has
  /// another cause.
  public static @Nullable WebSocketCloseStatus of(Throwable cause) {
    return switch (cause) {
      case CorruptedWebSocketFrameException corrupted -> corrupted.closeStatus();
      case CorruptedFrameException _ -> WebSocketCloseStatus.PROTOCOL_ERROR;
      case TooLongFrameException _ -> WebSocketCloseStatus.MESSAGE_TOO_BIG;
      default -> null;
    };
  }
}
