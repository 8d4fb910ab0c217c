package io.whaleshark.spring;

import io.whaleshark.testkit.PublicApi;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Goal: nobody changes what applications are compiled against without noticing. Method: a list of
/// all that is public, in `api.txt`. `UPDATE_API=1` writes the list anew.
class StarterApiTest {

  private static final Path API = Path.of("../spring-boot-starter/api.txt");

  @Test
  void whatIsPublicIsWhatIsListed() throws Exception {
    PublicApi.requireListed(API, PublicApi.of(WhaleSharkAutoConfiguration.class));
  }
}
