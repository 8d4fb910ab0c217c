package io.whaleshark.client.sdk;

import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.Request;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Who logs in, from which device, and where. Immutable, valid once it exists.
///
/// @param host name or address of the server
/// @param port its TCP port, 1..65535
/// @param appId the app whose user this is
/// @param user the user's id, 1..128 characters
/// @param device the name of this installation; the same user's same device logging in again takes
///   this one's place
/// @param clientType what kind of device it is
/// @param token a JWT signed for the app; null where open login is switched on
/// @param tls what to encrypt the connection with, and whom to trust; null for a plain connection
/// @param timing how long to wait
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

  /// The app that is used when nothing else is said.
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

  /// How long a client waits; all of them longer than zero.
  ///
  /// @param connect for the connection to be made
  /// @param answer for the answer to a request
  /// @param ping between two pings; the server closes a connection that is silent for 90 s, and a
  ///   server from which nothing came for three times this long is taken for dead
  public record Timing(Duration connect, Duration answer, Duration ping) {
    /// 5 s to connect, 15 s for an answer, a ping every 20 s.
    public static final Timing DEFAULT =
        new Timing(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(20));

    public Timing {
      if (!connect.isPositive() || !answer.isPositive() || !ping.isPositive()) {
        throw new IllegalArgumentException(
            "timing: " + connect + ", " + answer + ", " + ping + " (expected: all above zero)");
      }
    }
  }

  /// A user of the default app on this machine's server, from a program named `java`.
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

  /// The same at another server.
  public ClientConfig at(String otherHost, int otherPort) {
    return new ClientConfig(
        otherHost, otherPort, appId, user, device, clientType, token, tls, timing);
  }

  /// The same user in another app.
  public ClientConfig inApp(int app) {
    return new ClientConfig(host, port, app, user, device, clientType, token, tls, timing);
  }

  /// The same user on another device.
  public ClientConfig onDevice(String name, ClientType type) {
    return new ClientConfig(host, port, appId, user, name, type, token, tls, timing);
  }

  /// The same with a token.
  public ClientConfig withToken(@Nullable String signed) {
    return new ClientConfig(host, port, appId, user, device, clientType, signed, tls, timing);
  }

  /// The same over an encrypted connection.
  public ClientConfig withTls(SSLContext trusting) {
    return new ClientConfig(host, port, appId, user, device, clientType, token, trusting, timing);
  }

  /// The same with another patience.
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
