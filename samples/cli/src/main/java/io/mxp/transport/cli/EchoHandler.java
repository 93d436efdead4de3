/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

import io.mxp.transport.CloseReason;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.Responder;
import io.mxp.transport.StreamListener;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Answers with what was sent, if it is to, and says what arrives. */
final class EchoHandler implements MessageHandler {

	/** Calls of this subject are answered word by word. */
	static final String STREAM_SUBJECT = "stream";

	private final boolean echo;

	private final @Nullable PrintWriter log;

	private final boolean json;

	EchoHandler(boolean echo, @Nullable PrintWriter log, boolean json) {
		this.echo = echo;
		this.log = log;
		this.json = json;
	}

	@Override
	public void onMessage(InboundMessage message) {
		byte[] payload = message.copyPayload();
		log(message, payload);
		if (message.type() != MessageType.CALL) {
			return;
		}
		MessageMetadata metadata = contentType(message.metadata());
		Responder responder = message.responder();
		if (!this.echo) {
			responder.fail(ErrorCode.NOT_FOUND, "This agent answers no calls; 'mxp serve --echo' does.");
			return;
		}
		if (STREAM_SUBJECT.equals(message.subject())) {
			Deque<ByteBuffer> words = words(payload);
			responder.stream(metadata, StreamListener.IGNORE).thenAccept((stream) -> sendAll(stream, words));
		}
		else if (!responder.reply(metadata, ByteBuffer.wrap(payload))) {
			responder.fail(ErrorCode.OVERLOADED, "The answer was not accepted: too many are waiting.");
		}
	}

	@Override
	public @Nullable StreamListener onStream(MxpStream stream) {
		if (!this.echo) {
			return null;
		}
		return new StreamListener() {

			@Override
			public long initialDemand() {
				return stream.isWritable() ? 1 : Long.MAX_VALUE;
			}

			@Override
			public void onChunk(MxpStream from, ByteBuffer chunk) {
				if (from.isWritable()) {
					// The next one is asked for when this one was taken: no more than one
					// waits here.
					ByteBuffer copy = ByteBuffer.allocate(chunk.remaining()).put(chunk).flip();
					from.send(copy).thenRun(() -> from.request(1));
				}
			}

			@Override
			public void onFinished(MxpStream from) {
				if (from.isWritable()) {
					from.finish();
				}
			}

		};
	}

	@Override
	public void onConnected(MxpConnection connection) {
		note("connected", connection, String.valueOf(connection.peer().agentId()));
	}

	@Override
	public void onClosed(MxpConnection connection, CloseReason reason) {
		note("closed", connection, reason.toString());
	}

	private static void sendAll(MxpStream stream, Deque<ByteBuffer> words) {
		for (ByteBuffer word = words.poll(); word != null; word = words.poll()) {
			CompletableFuture<Void> accepted = stream.send(word);
			if (!accepted.isDone()) {
				accepted.thenRun(() -> sendAll(stream, words));
				return;
			}
		}
		stream.finish();
	}

	private static Deque<ByteBuffer> words(byte[] payload) {
		Deque<ByteBuffer> words = new ArrayDeque<>();
		for (String word : new String(payload, StandardCharsets.UTF_8).split("(?<=\\s)")) {
			if (!word.isEmpty()) {
				words.add(ByteBuffer.wrap(word.getBytes(StandardCharsets.UTF_8)));
			}
		}
		return words;
	}

	private static MessageMetadata contentType(MessageMetadata metadata) {
		String contentType = metadata.contentType();
		return (contentType != null) ? MessageMetadata.builder().contentType(contentType).build()
				: MessageMetadata.EMPTY;
	}

	private void log(InboundMessage message, byte[] payload) {
		PrintWriter out = this.log;
		if (out == null) {
			return;
		}
		String subject = message.subject();
		if (this.json) {
			ObjectNode line = Json.object().put("type", MessageJson.typeName(message.type().code()));
			line.put("connection", message.connection().id());
			line.put("datagram", message.isDatagram());
			Payloads.put(line, message.metadata(), payload);
			out.println(Json.line(line));
		}
		else {
			String text = Payloads.text(payload);
			String shown = (text == null) ? payload.length + " bytes"
					: (text.length() > 200) ? text.substring(0, 200) + "…" : text;
			out.println(MessageJson.typeName(message.type().code()) + (message.isDatagram() ? " (datagram) " : " ")
					+ ((subject != null) ? subject : "") + "  " + shown);
		}
		out.flush();
	}

	private void note(String what, MxpConnection connection, String detail) {
		PrintWriter out = this.log;
		if (out == null) {
			return;
		}
		if (this.json) {
			out.println(Json
				.line(Json.object().put("event", what).put("connection", connection.id()).put("detail", detail)));
		}
		else {
			out.println(what + " " + connection.remoteAddress() + "  " + detail);
		}
		out.flush();
	}

}
