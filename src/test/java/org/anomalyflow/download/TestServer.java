package org.anomalyflow.download;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** A web server on this machine that serves one file, misbehaving as told, request by request. */
public final class TestServer implements AutoCloseable {

	/** What to do with one request. */
	@FunctionalInterface
	public interface Reply {

		void send(TestServer server, HttpExchange exchange) throws IOException, InterruptedException;
	}

	/** The file, or the part of it that was asked for. */
	static final Reply GOOD = (server, exchange) -> {
		final String range = exchange.getRequestHeaders().getFirst("Range");
		final int begin = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D+", ""));
		final int length = server.content.length;
		if (begin >= length && range != null) {
			exchange.sendResponseHeaders(416, -1);
			return;
		}
		if (range != null)
			exchange.getResponseHeaders().set("Content-Range", "bytes " + begin + "-" + (length - 1) + "/" + length);
		exchange.sendResponseHeaders(range == null ? 200 : 206, length - begin);
		exchange.getResponseBody().write(server.content, begin, length - begin);
	};

	/** Always the whole file, as servers without ranges do. */
	static final Reply WITHOUT_RANGES = (server, exchange) -> {
		exchange.sendResponseHeaders(200, server.content.length);
		exchange.getResponseBody().write(server.content);
	};

	/** Half of what was asked for, then the connection breaks. */
	static final Reply BREAKS = (server, exchange) -> half(server, exchange);

	/** Half of what was asked for, then silence. */
	static final Reply STALLS = (server, exchange) -> {
		half(server, exchange);
		server.closed.await(20, TimeUnit.SECONDS);
	};

	/** Silence. */
	static final Reply SILENT = (server, exchange) -> server.closed.await(20, TimeUnit.SECONDS);

	/** Half of the file as if it were all of it. */
	static final Reply TRUNCATED = (server, exchange) -> {
		exchange.sendResponseHeaders(200, server.content.length / 2);
		exchange.getResponseBody().write(server.content, 0, server.content.length / 2);
	};

	/** Another part than asked for. */
	static final Reply WRONG_PART = (server, exchange) -> {
		exchange.getResponseHeaders().set("Content-Range", "bytes 5-9/" + server.content.length);
		exchange.sendResponseHeaders(206, 5);
		exchange.getResponseBody().write(server.content, 5, 5);
	};

	static Reply status(final int status) {
		return (server, exchange) -> exchange.sendResponseHeaders(status, -1);
	}

	final byte[] content;
	public final List<String> ranges = new CopyOnWriteArrayList<>();
	private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
	private final CountDownLatch closed = new CountDownLatch(1);
	private final ExecutorService threads = Executors.newCachedThreadPool();
	private final HttpServer server;

	/** A server that gives these replies in turn, and good ones after them. */
	public TestServer(final byte[] content, final Reply... replies) throws IOException {
		this.content = content;
		this.replies.addAll(List.of(replies));
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setExecutor(threads);
		server.createContext("/file", this::reply);
		server.createContext("/hub", exchange -> {
			exchange.getResponseHeaders().set("Location", "/file");
			exchange.getResponseHeaders().set("X-Linked-ETag", '"' + exchange.getRequestURI().getQuery() + '"');
			exchange.sendResponseHeaders(302, -1);
			exchange.close();
		});
		server.start();
	}

	private void reply(final HttpExchange exchange) throws IOException {
		ranges.add(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
		final Reply next = replies.poll();
		try (exchange) {
			(next == null ? GOOD : next).send(this, exchange);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	private static void half(final TestServer server, final HttpExchange exchange) throws IOException {
		final String range = exchange.getRequestHeaders().getFirst("Range");
		final int begin = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D+", ""));
		final int left = server.content.length - begin;
		if (range != null)
			exchange.getResponseHeaders().set("Content-Range",
				"bytes " + begin + "-" + (server.content.length - 1) + "/" + server.content.length);
		exchange.sendResponseHeaders(range == null ? 200 : 206, left);
		final OutputStream out = exchange.getResponseBody();
		out.write(server.content, begin, left / 2);
		out.flush();
	}

	public URI uri(final String path) {
		return URI.create("http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort() + path);
	}

	@Override
	public void close() {
		closed.countDown();
		server.stop(0);
		threads.shutdownNow();
	}
}
