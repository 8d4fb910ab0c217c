#!/usr/bin/env bash
# Jakarta Mail over IMAP: asked for the mails after the last one seen, the server gives the last one seen, at every poll.
#
# With:  org.eclipse.angus:jakarta.mail 2.0.5 and com.icegreen:greenmail 2.1.13 from Maven Central; Java 17 or newer, Maven.
#        Seen on 2026-11-28.
# Guess: getMessagesByUID(last + 1, LASTUID) is how a bridge asks what came since: without new mail the answer is empty.
# Seen:  the range goes out as "3:*", where "*" is the number of the last mail there, 2; and in IMAP a range has no direction, so 3
#        to 2 is 2 to 3, and mail 2 is in it. Each poll without news gives the last mail again; a poll with news is right.
# So:    a bridge from mail to chat posts the last mail again and again on quiet evenings, and not in its test, which always has a
#        new mail. Leave out what is not above the number that was asked for, or know mails by their Message-ID.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.eclipse.angus</groupId><artifactId>jakarta.mail</artifactId><version>2.0.5</version></dependency>
    <dependency><groupId>com.icegreen</groupId><artifactId>greenmail</artifactId><version>2.1.13</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

class Probe {
  static long last;

  public static void main(String[] arguments) throws Exception {
    ServerSetup smtp = new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
    ServerSetup imap = new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP);
    GreenMail server = new GreenMail(new ServerSetup[] {smtp, imap});
    server.start();
    try {
      server.setUser("chat@example.org", "chat@example.org", "secret");
      Store store = Session.getInstance(new Properties()).getStore("imap");
      store.connect("127.0.0.1", server.getImap().getPort(), "chat@example.org", "secret");
      for (List<String> news : List.<List<String>>of(List.of("one", "two"), List.of(), List.of(), List.of("three"), List.of())) {
        for (String subject : news) {
          GreenMailUtil.sendTextEmail(
              "chat@example.org", "ann@example.org", subject, "hello", server.getSmtp().getServerSetup());
        }
        System.out.println("new are " + news + ", the poll gives " + poll(store));
      }
      store.close();
    } finally {
      server.stop();
    }
  }

  static List<String> poll(Store store) throws Exception {
    List<String> subjects = new ArrayList<>();
    try (Folder folder = store.getFolder("INBOX")) {
      folder.open(Folder.READ_ONLY);
      UIDFolder numbered = (UIDFolder) folder;
      for (Message message : numbered.getMessagesByUID(last + 1, UIDFolder.LASTUID)) {
        subjects.add(message.getSubject());
        last = Math.max(last, numbered.getUID(message));
      }
    }
    return subjects;
  }
}
EOF
timeout 60 java -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
new are [one, two], the poll gives [one, two]
new are [], the poll gives [two]
new are [], the poll gives [two]
new are [three], the poll gives [three]
new are [], the poll gives [three]
EOF
diff expected seen && echo "as noted"
