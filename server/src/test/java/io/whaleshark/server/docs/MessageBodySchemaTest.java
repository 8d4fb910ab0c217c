package io.whaleshark.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Goal: the schema of message bodies, which the server never looks at, says what both SDKs write.
/// Method: the examples that the SDKs are tested with.
class MessageBodySchemaTest {
  private static final Path EXAMPLES =
      Path.of("..", "protocol", "src/test/resources/message-bodies.json");
  private static final Path SCHEMA = Path.of("..", "docs", "message-body.schema.json");

  @Test
  void theSchemaTellsBodiesThatClientsWriteFromOthers() throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(SCHEMA));
    for (JsonNode example : JsonMapper.shared().readTree(EXAMPLES.toFile())) {
      assertThat(schema.validate(example.path("body")).isEmpty())
          .as(example.path("name").asString())
          .isEqualTo(example.path("valid").asBoolean());
    }
  }
}
