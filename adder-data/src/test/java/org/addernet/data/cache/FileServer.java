package org.addernet.data.cache;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on the loopback interface that answers requests one after another with the given scripts. */
final class FileServer implements AutoCloseable {

    /** Answers one request; the connection is closed afterwards, whatever is missing. */
    interface Script {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** Starts a server; when the scripts are used up the last one answers again. */
    FileServer(Script... scripts) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(exchange.getRequestURI().getPath() + (range == null ? "" : " " + range));
            try (exchange) {
                scripts[Math.min(requests.size(), scripts.length) - 1].answer(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/files/");
    }

    /** Returns the path and the range of each request so far. */
    List<String> requests() {
        return requests;
    }

    static Script whole(byte[] contents) {
        return exchange -> {
            exchange.sendResponseHeaders(200, contents.length);
            exchange.getResponseBody().write(contents);
        };
    }

    /** Honours a range, as most servers do. */
    static Script ranged(byte[] contents) {
        return exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            if (range == null) {
                whole(contents).answer(exchange);
                return;
            }
            int from = Integer.parseInt(range.replaceAll("\\D", ""));
            if (from >= contents.length) {
                status(416).answer(exchange);
                return;
            }
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (contents.length - 1) + "/" + contents.length);
            exchange.sendResponseHeaders(206, contents.length - from);
            exchange.getResponseBody().write(contents, from, contents.length - from);
        };
    }

    static Script status(int status) {
        return exchange -> {
            byte[] page = "<html>an error page</html>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, page.length);
            exchange.getResponseBody().write(page);
        };
    }

    /** Announces everything, sends the bytes up to {@code cut}, then runs {@code pause} and drops the connection. */
    static Script cut(byte[] contents, int cut, Script pause) {
        return exchange -> {
            exchange.sendResponseHeaders(200, contents.length);
            OutputStream body = exchange.getResponseBody();
            body.write(contents, 0, cut);
            body.flush();
            pause.answer(exchange);
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
