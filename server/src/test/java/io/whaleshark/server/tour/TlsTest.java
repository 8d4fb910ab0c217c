package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.whaleshark.client.sdk.Client;
import io.whaleshark.client.sdk.ClientConfig;
import io.whaleshark.client.sdk.DisconnectedException;
import io.whaleshark.server.SilentListener;
import io.whaleshark.server.files.NamedFile;
import io.whaleshark.server.tls.KeyFiles;
import io.whaleshark.server.tls.Tls;
import io.whaleshark.server.tls.TlsException;
import io.whaleshark.testkit.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: all three ports are encrypted, and a certificate is changed without a restart. Method:
/// real certificates, made here, and clients that trust one of them alone.
class TlsTest {

  @TempDir Path folder;

  private TestCertificate make(String name, String algorithm) throws Exception {
    return TestCertificate.make(folder, name, algorithm, "ip:127.0.0.1,dns:localhost");
  }

  private static SSLContext trusting(TestCertificate made)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("it", made.store().getCertificate("it"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private TourServer server(TestCertificate made) {
    return new TourServer(
        folder.resolve("data"),
        Map.of(
            "WHALESHARK_TLS_CERTIFICATE", made.certificate().toString(),
            "WHALESHARK_TLS_KEY", made.key().toString(),
            "WHALESHARK_TLS_RELOAD", "20ms"));
  }

  private static boolean logsIn(TourServer server, SSLContext trust) {
    ClientConfig config =
        ClientConfig.local("alice").at("127.0.0.1", server.tcpPort()).withTls(trust);
    try (Client _ = Client.connect(config, new SilentListener())) {
      return true;
    } catch (DisconnectedException e) {
      return false;
    }
  }

  @Test
  void allPortsAreEncrypted() throws Exception {
    TestCertificate made = make("first", "EC");
    SSLContext trust = trusting(made);
    try (TourServer server = server(made);
        HttpClient http = HttpClient.newBuilder().sslContext(trust).build()) {
      assertThat(logsIn(server, trust)).isTrue();
      URI health = URI.create("https://127.0.0.1:" + server.httpPort() + "/health");
      assertThat(
              http.send(
                      HttpRequest.newBuilder(health).build(),
                      HttpResponse.BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(200);
      for (int port : List.of(server.webSocketPort(), server.httpPort())) {
        WebSocket socket =
            http.newWebSocketBuilder()
                .buildAsync(
                    URI.create("wss://127.0.0.1:" + port + "/ws"), new WebSocket.Listener() {})
                .join();
        assertThat(socket.isOutputClosed()).isFalse();
        socket.abort();
      }
      try (WireClient plain = server.phone("plain")) {
        plain.send(9000, "{'userId':'alice'}");
        assertThatThrownBy(() -> plain.expect(9001)).isInstanceOf(Throwable.class);
      }
    }
  }

  @Test
  void aChangedCertificateIsTakenWithoutARestart() throws Exception {
    TestCertificate first = make("first", "RSA");
    TestCertificate second = make("second", "RSA");
    SSLContext trustFirst = trusting(first);
    SSLContext trustSecond = trusting(second);
    try (TourServer server = server(first)) {
      assertThat(logsIn(server, trustFirst)).isTrue();
      assertThat(logsIn(server, trustSecond)).isFalse();
      Files.writeString(first.certificate(), "spoiled");
      Files.copy(second.key(), first.key(), StandardCopyOption.REPLACE_EXISTING);
      assertThat(logsIn(server, trustFirst)).isTrue();
      Files.copy(second.certificate(), first.certificate(), StandardCopyOption.REPLACE_EXISTING);
      await().until(() -> logsIn(server, trustSecond));
      assertThat(logsIn(server, trustFirst)).isFalse();
    }
  }

  @Test
  void aDamagedKeyIsRefusedInOneLineAndEndsNoReload() throws Exception {
    TestCertificate made = make("first", "EC");
    KeyFiles files =
        new KeyFiles(
            new NamedFile("tls-certificate", made.certificate()),
            new NamedFile("tls-key", made.key()));
    Tls tls = new Tls(files);
    String whole = Files.readString(made.key());
    int middle = whole.length() / 2;
    for (String damaged :
        List.of(
            whole.substring(0, middle) + whole.substring(middle + 1), // has lost a character
            whole.substring(0, middle) + "=" + whole.substring(middle + 1),
            whole.substring(0, middle))) {
      Files.writeString(made.key(), damaged);
      assertThatThrownBy(() -> new Tls(files))
          .isInstanceOf(TlsException.class)
          .hasMessageStartingWith("tls-key: " + made.key() + ": ")
          .hasMessageNotContaining("\n");
      tls.reloadIfChanged();
    }
  }

  @Test
  void whatDoesNotFitIsRefusedAtTheStart() throws Exception {
    TestCertificate first = make("first", "EC");
    TestCertificate second = make("second", "EC");
    TestCertificate mixed = new TestCertificate(first.certificate(), second.key(), first.store());
    assertThatThrownBy(() -> server(mixed).close())
        .isInstanceOf(TlsException.class)
        .hasMessage(
            "WHALESHARK_TLS_KEY: "
                + second.key()
                + ": does not match WHALESHARK_TLS_CERTIFICATE: "
                + first.certificate());
    TestCertificate swapped = new TestCertificate(first.key(), first.certificate(), first.store());
    assertThatThrownBy(() -> server(swapped).close()).isInstanceOf(TlsException.class);
  }
}
