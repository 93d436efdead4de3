/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.messaging.handler.annotation.Payload;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpStream;
import io.mxp.transport.StreamListener;
import io.mxp.transport.annotation.MxpCall;
import io.mxp.transport.annotation.MxpController;
import io.mxp.transport.annotation.MxpEvent;
import io.mxp.transport.annotation.MxpHandler;
import io.mxp.transport.annotation.MxpStreamHandler;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.exchange.MxpDeadline;
import io.mxp.transport.exchange.MxpHeaders;
import io.mxp.transport.exchange.MxpPeer;
import io.mxp.transport.handler.MxpHandlerException;
import io.mxp.transport.handler.MxpResponse;

/** One handler of every kind. */
@MxpController(prefix = "weather")
public class WeatherAgent {

	public final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

	public record Question(String text, int days) {
	}

	public record Forecast(String city, int degrees, String by) {
	}

	@MxpHandler(type = MessageType.CALL, subject = "forecast.{city}")
	Forecast forecast(@DestinationVariable String city, Question question, MxpPeer caller) {
		return new Forecast(city, question.days(), caller.getName());
	}

	@MxpCall("text")
	String text(String payload) {
		return payload + "!";
	}

	@MxpCall("bytes")
	byte[] bytes(byte[] payload) {
		return payload;
	}

	@MxpCall("huge")
	byte[] huge() {
		return new byte[17 << 20];
	}

	@MxpCall("buffer")
	ByteBuffer buffer(ByteBuffer payload) {
		return payload;
	}

	@MxpCall("list")
	List<Forecast> list(List<Question> questions) {
		return questions.stream().map((question) -> new Forecast(question.text(), question.days(), "list")).toList();
	}

	@MxpCall("context")
	Map<String, Object> context(@Header("x-tenant") String tenant, @Headers Map<String, Object> headers,
			Message<String> message, Principal principal, MxpDeadline deadline, MessageMetadata metadata) {
		return Map.of("tenant", tenant, "subject", headers.get(MxpHeaders.SUBJECT), "payload", message.getPayload(),
				"principal", principal.getName(), "deadline", deadline.exists(), "key",
				String.valueOf(metadata.idempotencyKey()), "thread", Thread.currentThread().getName());
	}

	@MxpCall("optional.{value}")
	Optional<String> optional(@DestinationVariable int value) {
		return (value > 0) ? Optional.of("value " + value) : Optional.empty();
	}

	@MxpCall("future")
	CompletableFuture<String> future(String payload) {
		return CompletableFuture.supplyAsync(() -> "later " + payload);
	}

	@MxpCall("mono")
	Mono<Forecast> mono(String payload) {
		return Mono.fromSupplier(() -> new Forecast(payload, 1, "mono"));
	}

	@MxpCall("nothing")
	void nothing(@Payload(required = false) String payload) {
		this.seen.add("nothing " + payload);
	}

	@MxpCall("response")
	MxpResponse<Forecast> response() {
		return MxpResponse.of(new Forecast("oslo", 3, "response")).withHeader("x-cache", "hit");
	}

	@MxpCall("words.{count}")
	Flux<String> words(@DestinationVariable int count) {
		return Flux.range(0, count).map((i) -> "word" + i);
	}

	@MxpCall("stream.{count}")
	Stream<Forecast> stream(@DestinationVariable int count) {
		return Stream.iterate(0, (i) -> i + 1).limit(count).map((i) -> new Forecast("oslo", i, "stream"));
	}

	@MxpCall("broken.early")
	Flux<String> brokenEarly() {
		return Flux.error(new MxpHandlerException(ErrorCode.UNAVAILABLE, "no words today"));
	}

	@MxpCall("broken.late")
	Flux<String> brokenLate() {
		return Flux.just("one", "two").concatWith(Flux.error(new IllegalStateException("out of words")));
	}

	@MxpCall("endless")
	Flux<Integer> endless() {
		return Flux.generate((sink) -> sink.next(1))
			.cast(Integer.class)
			.doOnCancel(() -> this.seen.add("endless cancelled"));
	}

	@MxpCall("fault")
	String fault() {
		throw new IllegalStateException("secret");
	}

	@MxpCall("denied")
	String denied() {
		throw new SecurityException("secret");
	}

	@MxpCall("chosen")
	String chosen() {
		throw new MxpHandlerException(ErrorCode.CANCELLED, "not today");
	}

	@MxpCall("advised")
	String advised(String payload) {
		throw new UnsupportedOperationException(payload);
	}

	@MessageExceptionHandler
	Forecast onUnsupported(UnsupportedOperationException ex, MxpPeer caller) {
		return new Forecast(ex.getMessage(), 0, "exception handler");
	}

	@MxpCall("back")
	String back(String payload, MxpRequester caller) {
		return "caller says " + caller.call("hello").payload(payload).retrieve(String.class);
	}

	@MxpEvent("alerts")
	void alert(Question alert) {
		this.seen.add(alert);
	}

	@MxpHandler(type = MessageType.AGENT_HEARTBEAT)
	void heartbeat(byte[] payload, MxpPeer peer) {
		this.seen.add("heartbeat " + payload.length);
	}

	@MxpStreamHandler("collect")
	Mono<Void> collect(Flux<Question> questions) {
		return questions.map(Question::text).collectList().doOnNext(this.seen::add).then();
	}

	@MxpStreamHandler("translate.{language}")
	Flux<String> translate(@DestinationVariable String language, Flux<String> words) {
		return words.map((word) -> language + ":" + word);
	}

	@MxpStreamHandler("listener")
	StreamListener listener(MxpStream stream) {
		return new StreamListener() {

			private int bytes;

			@Override
			public void onChunk(MxpStream from, ByteBuffer chunk) {
				this.bytes += chunk.remaining();
			}

			@Override
			public void onFinished(MxpStream from) {
				WeatherAgent.this.seen.add("listened to " + this.bytes + " on " + Thread.currentThread().getName());
				from.finish();
			}

		};
	}

}
