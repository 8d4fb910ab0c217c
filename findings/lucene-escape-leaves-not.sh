#!/usr/bin/env bash
# Lucene: who searches for "it is NOT today" gets all messages but that one, though the text went through QueryParser.escape.
#
# With:  org.apache.lucene:lucene-queryparser 9.12.3 from Maven Central; Java 17 or newer, Maven. Seen on 2026-11-30.
# Guess: escape takes everything from a text that means something to the parser. A message that is pasted into the search finds at
#        least itself.
# Seen:  escape puts backslashes before signs; AND, OR and NOT are words, and stay what they are. "it is NOT today" leaves out each
#        message with "today", so it finds what has "it" or "is" and not itself; "call Bob AND Ann" wants Bob and Ann and lets "call"
#        go, and finds less than "call Bob and Ann"; "NOT" alone and "OK AND" are errors of the parser. In small letters all is right.
# So:    people who write in capitals, quote a headline or search in SQL find others' messages, or get an error page. Put what was typed
#        in small letters first, or build the query with QueryBuilder.createBooleanQuery, which has no words of its own; and let each
#        message of a test look for itself, in capitals too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.lucene</groupId><artifactId>lucene-queryparser</artifactId><version>9.12.3</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.queryparser.classic.ParseException;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;

class Probe {
  static final StandardAnalyzer ANALYZER = new StandardAnalyzer();

  public static void main(String[] arguments) throws Exception {
    String[] messages = {"it is NOT today", "is it hot?", "it is today", "call Bob AND Ann", "call Bob", "Bob met Ann", "OK AND", "NOT"};
    ByteBuffersDirectory index = new ByteBuffersDirectory();
    try (IndexWriter writer = new IndexWriter(index, new IndexWriterConfig(ANALYZER))) {
      for (String message : messages) {
        Document document = new Document();
        document.add(new TextField("text", message, Field.Store.YES));
        writer.addDocument(document);
      }
    }
    IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(index));
    for (String message : messages) {
      String small = message.toLowerCase();
      System.out.println(message + ", escaped: " + find(searcher, parse(message)));
      if (!message.equals(small)) {
        System.out.println("    in small letters: " + find(searcher, parse(small)));
        System.out.println("    by QueryBuilder: "
            + find(searcher, new QueryBuilder(ANALYZER).createBooleanQuery("text", message, Occur.SHOULD)));
      }
    }
  }

  static Query parse(String typed) {
    try {
      return new QueryParser("text", ANALYZER).parse(QueryParser.escape(typed));
    } catch (ParseException refused) {
      return null;
    }
  }

  static Object find(IndexSearcher searcher, Query query) throws Exception {
    if (query == null) {
      return "an error";
    }
    List<String> found = new ArrayList<>();
    for (ScoreDoc hit : searcher.search(query, 10).scoreDocs) {
      found.add(searcher.storedFields().document(hit.doc).get("text"));
    }
    found.sort(null);
    return found;
  }
}
EOF
timeout 60 java -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
it is NOT today, escaped: [is it hot?]
    in small letters: [NOT, is it hot?, it is NOT today, it is today]
    by QueryBuilder: [NOT, is it hot?, it is NOT today, it is today]
is it hot?, escaped: [is it hot?, it is NOT today, it is today]
it is today, escaped: [is it hot?, it is NOT today, it is today]
call Bob AND Ann, escaped: [Bob met Ann, call Bob AND Ann]
    in small letters: [Bob met Ann, OK AND, call Bob, call Bob AND Ann]
    by QueryBuilder: [Bob met Ann, OK AND, call Bob, call Bob AND Ann]
call Bob, escaped: [Bob met Ann, call Bob, call Bob AND Ann]
    in small letters: [Bob met Ann, call Bob, call Bob AND Ann]
    by QueryBuilder: [Bob met Ann, call Bob, call Bob AND Ann]
Bob met Ann, escaped: [Bob met Ann, call Bob, call Bob AND Ann]
    in small letters: [Bob met Ann, call Bob, call Bob AND Ann]
    by QueryBuilder: [Bob met Ann, call Bob, call Bob AND Ann]
OK AND, escaped: an error
    in small letters: [OK AND, call Bob AND Ann]
    by QueryBuilder: [OK AND, call Bob AND Ann]
NOT, escaped: an error
    in small letters: [NOT, it is NOT today]
    by QueryBuilder: [NOT, it is NOT today]
EOF
diff expected seen && echo "as noted"
