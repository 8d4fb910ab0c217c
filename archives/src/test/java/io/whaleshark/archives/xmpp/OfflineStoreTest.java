package io.whaleshark.archives.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: what Prosody wrote is read as it was meant, and of a file that is broken all that stands
/// before the fault. Method: a file as Prosody 0.12.3 wrote it, and variations of it.
class OfflineStoreTest {

  private static final String MESSAGE =
      """
      item({
      	{
      		"h<i \\228\\189\\160 \\"q\\" \\'s\\' \\\\ \\nnl";
      		["name"] = "body";
      		["attr"] = {};
      	};
      	{
      		{
      			["name"] = "y";
      			["attr"] = {
      				["xml:lang"] = "de";
      			};
      		};
      		["name"] = "x";
      		["attr"] = {
      			["xmlns"] = "urn:a";
      		};
      	};
      	{
      		["name"] = "stanza-id";
      		["attr"] = {
      			["by"] = "bob@localhost";
      			["id"] = "E47PpwF51dnTTaNlOP7BqCjS";
      			["xmlns"] = "urn:xmpp:sid:0";
      		};
      	};
      	["key"] = "1a4_29TU2dtZ85u_C-g0kEkx";
      	["name"] = "message";
      	["when"] = 1796083757;
      	["attr"] = {
      		["from"] = "alice@localhost/t";
      		["type"] = "chat";
      		["stamp"] = "2026-12-01T00:09:17Z";
      		["id"] = "m1";
      		["to"] = "bob@localhost";
      	};
      	["with"] = "";
      });
      """;

  private static final long MICROS = 1_796_083_757_000_000L;

  @TempDir private Path folder;

  private final List<ArchivedStanza> taken = new ArrayList<>();

  private OfflineStore.Outcome read(String text) throws IOException {
    taken.clear();
    Path file = Files.writeString(folder.resolve("bob.list"), text, StandardCharsets.ISO_8859_1);
    return OfflineStore.read(file, "bob@localhost", taken::add);
  }

  @Test
  void aMessageIsWhatWasSentWithTheNameThatTheArchiveGaveIt() throws IOException {
    assertThat(read(MESSAGE).fault()).isEmpty();
    ArchivedStanza stanza = taken.getFirst();
    assertThat(stanza.store()).isEqualTo(CopyStore.WAITING);
    assertThat(stanza.id()).isEqualTo("E47PpwF51dnTTaNlOP7BqCjS");
    assertThat(stanza.micros()).isEqualTo(MICROS);
    assertThat(stanza.message().attribute("from")).isEqualTo("alice@localhost/t");
    assertThat(stanza.message().textOf("body", "jabber:client"))
        .isEqualTo("h<i 你 \"q\" 's' \\ \nnl");
    assertThat(stanza.message().first("x", "urn:a").flatMap(x -> x.first("y", "urn:a")))
        .isPresent();
  }

  @Test
  void ofAnotherArchiveThanTheUsersItHasNoName() throws IOException {
    assertThat(read(MESSAGE.replace("bob@", "carol@")).taken()).isEqualTo(1);
    assertThat(taken.getFirst().store()).isEqualTo(CopyStore.WAITING_ALONE);
    assertThat(taken.getFirst().id()).isEqualTo("1a4_29TU2dtZ85u_C-g0kEkx");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "	[\"when\"] = 1796083757.0;\n",
        "	[\"when\"] = 1.796083757e+09;\n",
        "" // by the stamp alone
      })
  void timesAreWrittenInSeveralWays(String when) throws IOException {
    read(MESSAGE.replace("\t[\"when\"] = 1796083757;\n", when));
    assertThat(taken).extracting(ArchivedStanza::micros).containsExactly(MICROS);
  }

  @Test
  void elementsMayHaveTheirPlacesInWriting() throws IOException {
    read(
        "item({ [2] = \"b\", [1] = \"a\", [\"name\"] = \"message\", [\"with\"] = nil,"
            + " [\"late\"] = (1/0), [\"ok\"] = true, [\"when\"] = 7 });");
    assertThat(taken.getFirst().message().text()).isEqualTo("ab");
    assertThat(taken.getFirst().micros()).isEqualTo(7_000_000);
  }

  @Test
  void aMessageWithoutATimeHasAFault() throws IOException {
    read("item({ [\"name\"] = \"message\"; });\nitem(7);\n");
    assertThat(taken)
        .extracting(stanza -> stanza.fault().orElse(""))
        .containsExactly("a message without a time", "no message");
  }

  @Test
  void ofAFileThatEndsAnywhereTheWholeMessagesAreTaken() throws IOException {
    String two = MESSAGE + MESSAGE;
    int ended = two.stripTrailing().length();
    for (int end = MESSAGE.length() + 1; end < ended; end++) {
      assertThat(read(two.substring(0, end)))
          .isEqualTo(new OfflineStore.Outcome(1, Optional.of("the file ends within a message")));
    }
    assertThat(read(two.substring(0, ended)).taken()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"return {};", "item(os.exit());", "item({ [{}] = 1 });", "item({ \"a\" \"b\" });"})
  void whatIsNoListIsSaid(String text) throws IOException {
    OfflineStore.Outcome outcome = read(MESSAGE + text);
    assertThat(outcome.taken()).isEqualTo(1);
    assertThat(outcome.fault().orElse("")).contains("is none of a list");
  }

  @Test
  void tablesInOneAnotherHaveABound() throws IOException {
    assertThat(read("item(" + "{".repeat(100_000)).fault().orElse(""))
        .contains("no more than 128 tables in one another");
  }

  @Test
  void namesAreWrittenAsBytes() throws IOException {
    Path offline = Files.createDirectories(folder.resolve("example%2eorg").resolve("offline"));
    for (String name :
        List.of("al%c3%a9.list", "bob.list", "bob.list~", "bob.dat", "100%25.list")) {
      Files.createFile(offline.resolve(name));
    }
    assertThat(OfflineStore.files(folder, "example.org").keySet())
        .containsExactly("100%", "alé", "bob");
    assertThat(OfflineStore.files(folder, "other.org")).isEmpty();
  }
}
