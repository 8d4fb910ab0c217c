#!/usr/bin/env bash
# MyBatis: "mark conversation 0 as read" marks all conversations as read, and a count that is set to 0 stays what it was.
#
# With:  org.mybatis:mybatis 3.5.19 and com.h2database:h2 2.3.232 from Maven Central; Java 17 or newer, Maven. Seen on 2026-11-30.
# Guess: test="chat != null and chat != ''", as it stands in most mappers, drops a condition that was not given. A number is not the empty
#        text, so 0 is as good as 7.
# Seen:  the expressions are OGNL's, where a text next to a number is read as one, and the empty text is 0. For 0 the condition is left out, and
#        the update meets every row; in "set" the column is left out, and 0 is not stored. The count of changed rows is all
#        that tells. Texts are safe: "0" is set. test="chat != null" is right for all types.
# So:    0 is just the id that a chat gives to "saved messages" or "everybody", and the number that means "all read" or "not muted". Test only
#        for null where a parameter is a number, and test each mapper with 0.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for artifact in org.mybatis:mybatis:3.5.19 com.h2database:h2:2.3.232; do
  mvn -q --batch-mode dependency:copy -Dartifact="$artifact" -DoutputDirectory=lib >/dev/null 2>&1
done

cat >Probe.java <<'EOF'
import java.io.ByteArrayInputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.apache.ibatis.builder.xml.XMLMapperBuilder;
import org.apache.ibatis.datasource.unpooled.UnpooledDataSource;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;

class Probe {
  static final String MAPPER = """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE mapper PUBLIC "-//mybatis.org//DTD Mapper 3.0//EN" "https://mybatis.org/dtd/mybatis-3-mapper.dtd">
      <mapper namespace="chat">
        <update id="read">
          update member set unread = 0 <where><if test="chat != null and chat != ''">chat = #{chat}</if></where>
        </update>
        <update id="readNull">
          update member set unread = 0 <where><if test="chat != null">chat = #{chat}</if></where>
        </update>
        <update id="change">
          update member
          <set>
            title = #{title},
            <if test="unread != null and unread != ''">unread = #{unread},</if>
          </set>
          where chat = 7
        </update>
      </mapper>
      """;

  public static void main(String[] arguments) throws Exception {
    var source = new UnpooledDataSource("org.h2.Driver", "jdbc:h2:mem:chat;DB_CLOSE_DELAY=-1", "sa", "");
    var configuration = new Configuration(new Environment("probe", new JdbcTransactionFactory(), source));
    var mapper = new ByteArrayInputStream(MAPPER.getBytes());
    new XMLMapperBuilder(mapper, configuration, "chat", configuration.getSqlFragments()).parse();
    try (SqlSession session = new SqlSessionFactoryBuilder().build(configuration).openSession(true);
        Statement sql = session.getConnection().createStatement()) {
      sql.execute("create table member (chat bigint primary key, title varchar, unread int)");
      for (Object chat : new Object[] {7L, 0L, "0"}) {
        probe(session, sql, "read", Map.of("chat", chat));
      }
      probe(session, sql, "readNull", Map.of("chat", 0L));
      for (Object unread : new Object[] {3, 0, "0"}) {
        probe(session, sql, "change", Map.of("title", "team", "unread", unread));
      }
    }
  }

  /** Runs one statement over three conversations with five unread messages each, and shows the counts afterwards. */
  static void probe(SqlSession session, Statement sql, String statement, Map<String, Object> parameters) throws SQLException {
    sql.execute("delete from member");
    sql.execute("insert into member values (0, 'saved', 5), (7, 'team', 5), (8, 'family', 5)");
    session.update("chat." + statement, parameters);
    StringBuilder counts = new StringBuilder();
    try (ResultSet rows = sql.executeQuery("select chat, unread from member order by chat")) {
      while (rows.next()) {
        counts.append(counts.isEmpty() ? ": " : ", ").append(rows.getLong(1)).append(" has ").append(rows.getInt(2));
      }
    }
    String key = statement.equals("change") ? "unread" : "chat";
    Object value = parameters.get(key);
    System.out.println(statement + ", " + key + " " + value.getClass().getSimpleName() + " " + value + counts);
  }
}
EOF
timeout 60 java -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
read, chat Long 7: 0 has 5, 7 has 0, 8 has 5
read, chat Long 0: 0 has 0, 7 has 0, 8 has 0
read, chat String 0: 0 has 0, 7 has 5, 8 has 5
readNull, chat Long 0: 0 has 0, 7 has 5, 8 has 5
change, unread Integer 3: 0 has 5, 7 has 3, 8 has 5
change, unread Integer 0: 0 has 5, 7 has 5, 8 has 5
change, unread String 0: 0 has 5, 7 has 0, 8 has 5
EOF
diff expected seen && echo "as noted"
