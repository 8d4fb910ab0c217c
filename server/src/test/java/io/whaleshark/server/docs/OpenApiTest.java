package io.whaleshark.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialects;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.config.WebhookConfig.EventType;
import io.whaleshark.server.docs.OpenApiContract.Operation;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Goal: `/openapi.json` is an OpenAPI document, and speaks of refusals and schemas that exist.
/// Method: the official schema, and what the code knows. `OpenApiRoutesTest` compares it with the
/// routes.
class OpenApiTest {

  private static final OpenApiContract CONTRACT = OpenApiContract.read();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  @Test
  void itKeepsToTheOfficialSchema() {
    Schema official =
        REGISTRY.getSchema(
            OpenApiTest.class.getResourceAsStream("openapi-3.1-schema.yaml"), InputFormat.YAML);
    assertThat(official.validate(CONTRACT.document())).isEmpty();
  }

  @Test
  void itsSchemasAreSchemas() {
    Schema meta = REGISTRY.getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));
    CONTRACT
        .document()
        .at("/components/schemas")
        .properties()
        .forEach(named -> assertThat(meta.validate(named.getValue())).as(named.getKey()).isEmpty());
  }

  @Test
  void everyReferenceLeadsSomewhereAndEverySchemaIsUsed() {
    Set<String> used = new TreeSet<>(CONTRACT.document().findValuesAsString("$ref"));
    for (String ref : used) {
      assertThat(CONTRACT.document().at(ref.substring(1)).isMissingNode()).as(ref).isFalse();
    }
    CONTRACT
        .document()
        .path("components")
        .properties()
        .forEach(kind ->
            kind.getValue()
                .properties()
                .forEach(named -> {
                  String ref = "#/components/" + kind.getKey() + "/" + named.getKey();
                  assertThat(kind.getKey().equals("securitySchemes") || used.contains(ref))
                      .as(ref)
                      .isTrue();
                }));
  }

  @Test
  void itsRefusalsAreThoseOfTheCode() {
    var told = new TreeMap<Integer, String>();
    for (JsonNode refusal : CONTRACT.document().path("x-refusals")) {
      int code = refusal.get("code").intValue();
      told.put(code, refusal.get("name").stringValue());
      RefusalCode known = Objects.requireNonNull(RefusalCode.of(code), refusal::toString);
      assertThat(refusal.get("name").stringValue()).isEqualTo(known.name());
      assertThat(refusal.path("again").asBoolean(false))
          .as(known.name())
          .isEqualTo(known.retry() == RefusalCode.Retry.LATER);
      assertThat(refusal.get("meaning").stringValue()).isNotEmpty();
    }
    Set<Integer> used =
        new HashSet<>(
            Set.of(RefusalCode.NO_SUCH_PATH.number(), RefusalCode.METHOD_NOT_ALLOWED.number()));
    for (Operation call : CONTRACT.operations()) {
      used.addAll(CONTRACT.refusals(call));
    }
    assertThat(told.keySet()).isEqualTo(new TreeSet<>(used));
  }

  @Test
  void everyEventOfTheSettingsIsTold() {
    for (EventType type : EventType.values()) {
      assertThat(CONTRACT.document().path("webhooks").has(type.word())).as(type.word()).isTrue();
    }
  }

  @Test
  void everyCallHasANameOfItsOwnAndAKnownTag() {
    Set<String> tags = new HashSet<>();
    CONTRACT.document().path("tags").forEach(tag -> tags.add(tag.get("name").stringValue()));
    Set<String> ids = new HashSet<>();
    for (Operation call : CONTRACT.operations()) {
      assertThat(ids.add(call.node().get("operationId").stringValue())).as(call.name()).isTrue();
      assertThat(tags).contains(call.node().get("tags").get(0).stringValue());
      assertThat(call.node().get("summary").stringValue()).as(call.name()).isNotEmpty();
    }
  }
}
