package io.whaleshark.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.testkit.PublicApi;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Goal: nobody changes what backends are compiled against without noticing. Method: a list of all
/// that is public, in `api.txt`. A line that goes or changes is a break: it needs a new major
/// version. `UPDATE_API=1` writes the list anew.
class ApiTest {

  private static final Path API = Path.of("../backend/api.txt");
  private static final int JAVA_17 = 61;

  @Test
  void whatIsPublicIsWhatIsListed() throws Exception {
    PublicApi.requireListed(API, PublicApi.of(BackendClient.class));
  }

  @Test
  void java17RunsIt() throws IOException {
    try (InputStream file = BackendClient.class.getResourceAsStream("BackendClient.class");
        DataInputStream data = new DataInputStream(Objects.requireNonNull(file))) {
      data.skipNBytes(6); // the magic number and the minor version
      assertThat(data.readUnsignedShort()).isEqualTo(JAVA_17);
    }
  }
}
