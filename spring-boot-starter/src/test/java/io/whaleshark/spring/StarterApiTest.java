package io.whaleshark.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.testkit.PublicApi;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Goal: nobody changes what applications are compiled against without noticing. Method: a list of
/// all that is public, in `api.txt`. `UPDATE_API=1` writes the list anew.
class StarterApiTest {

  private static final Path API = Path.of("../spring-boot-starter/api.txt");

  @Test
  void whatIsPublicIsWhatIsListed() throws Exception {
    String api = PublicApi.of(WhaleSharkAutoConfiguration.class);
    if (System.getenv("UPDATE_API") != null) {
      Files.writeString(API, api);
    }
    assertThat(api).isEqualTo(Files.readString(API));
  }
}
