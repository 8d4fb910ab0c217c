package io.whaleshark.client.sdk;

import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.Request;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The server, the user and the device of a login. Immutable, valid once it exists.
///
/// @param host name or address of the server
/// @param port its TCP port, 1..65535
/// @param appId the user's app
/// @param user the user's id, 1..128 characters
/// @param device the name of this installation; a new login of the same user and device displaces
///   this one
/// @param clientType the kind of device
/// @param token a JWT signed for the app; null with open login
/// @param tls the TLS context with the trusted certificates; null for an unencrypted connection
/// @param timing the timeouts
public record ClientConfig(
    String host,
    int port,
    int appId,
    String user,
    String device,
    ClientType clientType,
    @Nullable String token,
    @Nullable SSLContext tls,
    Timing timing) {
  /// The server's default TCP port.
  public static final int DEFAULT_PORT = 19_001;

  /// The default app.
  public static final int DEFAULT_APP = 10_001;

  private static final int PORT_AT_MOST = 65_535;

  public ClientConfig {
    if (port < 1 || port > PORT_AT_MOST) {
      throw new IllegalArgumentException("port: " + port + " (expected: 1.." + PORT_AT_MOST + ")");
    }
    if (device.isEmpty()) {
      throw new IllegalArgumentException("device: empty (expected: a name)");
    }
    try {
      new Request.LogIn(user, token, null).command();
    } catch (ProtocolException e) {
      throw new IllegalArgumentException(e.detail(), e);
    }
  }

  /// The client's timeouts; all must be positive.
  ///
  /// @param connect the timeout for the connection
  /// @param answer the timeout for the answer to a request
  /// @param ping the interval between pings; the server closes a connection that is silent for 90
  ///   s, and the client treats a server as dead after three intervals without a frame
  public record Timing(Duration connect, Duration answer, Duration ping) {
    /// 5 s to connect, 15 s for an answer, a ping every 20 s.
    public static final Timing DEFAULT =
        new Timing(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(20));

    public Timing {
      if (Stream.of(connect, answer, ping).anyMatch(each -> each.compareTo(Duration.ZERO) <= 0)) {
        throw new IllegalArgumentException(
            "timing: " + connect + ", " + answer + ", " + ping + " (expected: all above zero)");
      }
    }
  }

  /// A user of the default app on a local server, from a device named `java`.
  public static ClientConfig local(String user) {
    return new ClientConfig(
        "127.0.0.1",
        DEFAULT_PORT,
        DEFAULT_APP,
        user,
        "java",
        ClientType.WEB_API,
        null,
        null,
        Timing.DEFAULT);
  }

  /// Returns the same configuration for another server.
  public ClientConfig at(String otherHost, int otherPort) {
    return new ClientConfig(
        otherHost, otherPort, appId, user, device, clientType, token, tls, timing);
  }

  /// Returns the same configuration for another app.
  public ClientConfig inApp(int app) {
    return new ClientConfig(host, port, app, user, device, clientType, token, tls, timing);
  }

  /// Returns the same configuration for another device.
  public ClientConfig onDevice(String name, ClientType type) {
    return new ClientConfig(host, port, appId, user, name, type, token, tls, timing);
  }

  /// Returns the same configuration with a token.
  public ClientConfig withToken(@Nullable String signed) {
    return new ClientConfig(host, port, appId, user, device, clientType, signed, tls, timing);
  }

  /// Returns the same configuration with TLS.
  public ClientConfig withTls(SSLContext trusting) {
    return new ClientConfig(host, port, appId, user, device, clientType, token, trusting, timing);
  }

  /// Returns the same configuration with other timeouts.
  public ClientConfig withTiming(Timing other) {
    return new ClientConfig(host, port, appId, user, device, clientType, token, tls, other);
  }

  /// `host:port`, for messages.
  public String server() {
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }

  @Override
  public String toString() {
    return "ClientConfig[" + appId + "/" + user + "/" + device + " at " + server() + "]";
  }
}
