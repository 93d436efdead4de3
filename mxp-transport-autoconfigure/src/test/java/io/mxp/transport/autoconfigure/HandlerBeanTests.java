/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.validation.Valid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.interceptor.DebugInterceptor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import reactor.core.publisher.Mono;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.TransportException;
import io.mxp.transport.annotation.MxpAdvice;
import io.mxp.transport.annotation.MxpCall;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.exchange.MxpDeadline;
import io.mxp.transport.handler.BandExecutors;
import io.mxp.transport.handler.HandlerStatistics;
import io.mxp.transport.handler.MxpHandlerException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Beans of every kind as handlers, and what happens when there are too many messages. */
class HandlerBeanTests {

	private final TestAgents agents = TestAgents.inMemory();

	@AfterEach
	void stop() {
		this.agents.close();
	}

	@Test
	void lazyBeanIsMadeByItsFirstMessage() {
		LazyHandler.made.set(0);
		ConfigurableApplicationContext server = this.agents.start("server", Beans.class);
		assertThat(LazyHandler.made).hasValue(0);
		MxpRequester requester = this.agents.clientOf(server);
		assertThat(requester.call("lazy").retrieve(String.class)).isEqualTo("lazy");
		assertThat(requester.call("lazy").retrieve(String.class)).isEqualTo("lazy");
		assertThat(LazyHandler.made).hasValue(1);
	}

	@Test
	void prototypesProxiesAndInterfacesWork() {
		MxpRequester requester = this.agents.clientOf(this.agents.start("server", Beans.class));
		String first = requester.call("prototype").retrieve(String.class);
		assertThat(requester.call("prototype").retrieve(String.class)).isNotEqualTo(first);
		assertThat(requester.call("interface").retrieve(String.class)).isEqualTo("through a proxy");
		assertThat(requester.call("subclass").retrieve(String.class)).isEqualTo("through a subclass");
	}

	@Test
	void adviceServesAllHandlers() {
		MxpRequester requester = this.agents.clientOf(this.agents.start("server", Beans.class));
		assertThatExceptionOfType(TransportException.RemoteError.class)
			.isThrownBy(() -> requester.call("arithmetic").retrieve(String.class))
			.withMessageContaining("do not divide")
			.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
	}

	@Test
	void markedPayloadIsValidated() {
		MxpRequester requester = this.agents.clientOf(this.agents.start("server", Beans.class));
		assertThat(requester.call("validated").payload(new Order(3)).retrieve(String.class)).isEqualTo("3 pieces");
		assertThatExceptionOfType(TransportException.RemoteError.class)
			.isThrownBy(() -> requester.call("validated").payload(new Order(-3)).retrieve(String.class))
			.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
	}

	@Test
	void fullQueueIsAnswered() throws Exception {
		ConfigurableApplicationContext server = this.agents.start("server", Beans.class,
				"mxp.transport.handler.critical.concurrency=1", "mxp.transport.handler.critical.queue=1");
		MxpRequester requester = this.agents.clientOf(server);
		BlockingHandler handler = server.getBean(BlockingHandler.class);
		CompletableFuture<String> running = requester.call("block").retrieveAsync(String.class);
		assertThat(handler.entered.await(10, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<String> waiting = requester.call("block").retrieveAsync(String.class);
		assertThatExceptionOfType(TransportException.RemoteError.class)
			.isThrownBy(() -> requester.call("block").retrieve(String.class))
			.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED));
		assertThat(server.getBean(BandExecutors.class).queued(PriorityBand.CRITICAL)).isEqualTo(1);
		assertThat(server.getBean(HandlerStatistics.class).rejected(PriorityBand.CRITICAL)).isEqualTo(1);
		handler.release.countDown();
		assertThat(running).succeedsWithin(Duration.ofSeconds(10));
		assertThat(waiting).succeedsWithin(Duration.ofSeconds(10));
	}

	@Test
	void expiredCallIsNotHandled() throws Exception {
		ConfigurableApplicationContext server = this.agents.start("server", Beans.class,
				"mxp.transport.handler.critical.concurrency=1");
		MxpRequester requester = this.agents.clientOf(server);
		BlockingHandler handler = server.getBean(BlockingHandler.class);
		CompletableFuture<String> running = requester.call("block").retrieveAsync(String.class);
		assertThat(handler.entered.await(10, TimeUnit.SECONDS)).isTrue();
		assertThatExceptionOfType(TransportException.DeadlineExceeded.class)
			.isThrownBy(() -> requester.call("count").timeout(Duration.ofMillis(50)).retrieve(String.class));
		handler.release.countDown();
		assertThat(running).succeedsWithin(Duration.ofSeconds(10));
		// behind the expired one in the same queue
		assertThat(requester.call("count").retrieve(String.class)).isEqualTo("1");
		assertThat(server.getBean(HandlerStatistics.class).expired(PriorityBand.CRITICAL)).isEqualTo(1);
	}

	@Test
	void deadlineShrinksThroughNestedCalls() {
		ConfigurableApplicationContext server = this.agents.start("server", Beans.class);
		ConfigurableApplicationContext middle = this.agents.start("middle", Middle.class,
				"mxp.transport.client.peer.server.uri=" + TestAgents.uri(server));
		MxpRequester requester = this.agents.clientOf(middle);
		for (String subject : new String[] { "nested.blocking", "nested.mono" }) {
			long remaining = requester.call(subject).timeout(Duration.ofSeconds(5)).retrieve(Long.class);
			assertThat(remaining).isPositive().isLessThanOrEqualTo(5_000);
		}
		long own = requester.call("nested.blocking").timeout(Duration.ofMinutes(5)).retrieve(Long.class);
		assertThat(own).isGreaterThan(5_000).isLessThanOrEqualTo(60_000);
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		@Lazy
		LazyHandler lazyHandler() {
			return new LazyHandler();
		}

		@Bean
		@Scope("prototype")
		PrototypeHandler prototypeHandler() {
			return new PrototypeHandler();
		}

		@Bean
		Contract interfaceProxy() {
			ProxyFactory factory = new ProxyFactory(new ContractHandler("through a proxy"));
			factory.addAdvice(new DebugInterceptor());
			return (Contract) factory.getProxy();
		}

		@Bean
		SubclassedHandler subclassProxy() {
			ProxyFactory factory = new ProxyFactory(new SubclassedHandler());
			factory.setProxyTargetClass(true);
			factory.addAdvice(new DebugInterceptor());
			return (SubclassedHandler) factory.getProxy();
		}

		@Bean
		BlockingHandler blockingHandler() {
			return new BlockingHandler();
		}

		@Bean
		Validator orderValidator() {
			return new OrderValidator();
		}

		@Bean
		ArithmeticAdvice arithmeticAdvice() {
			return new ArithmeticAdvice();
		}

	}

	record Order(int pieces) {
	}

	static class OrderValidator implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == Order.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (((Order) target).pieces() < 1) {
				errors.reject("pieces");
			}
		}

	}

	static class LazyHandler {

		static final AtomicInteger made = new AtomicInteger();

		LazyHandler() {
			made.incrementAndGet();
		}

		@MxpCall("lazy")
		String handle() {
			return "lazy";
		}

	}

	static class PrototypeHandler {

		@MxpCall("prototype")
		String handle() {
			return String.valueOf(System.identityHashCode(this));
		}

	}

	interface Contract {

		@MxpCall("interface")
		String handle();

	}

	static class ContractHandler implements Contract {

		private final String answer;

		ContractHandler(String answer) {
			this.answer = answer;
		}

		@Override
		public String handle() {
			return this.answer;
		}

	}

	static class SubclassedHandler {

		private final String answer = "through a subclass";

		@MxpCall("subclass")
		public String handle() {
			return this.answer;
		}

	}

	static class BlockingHandler {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch release = new CountDownLatch(1);

		private final AtomicInteger count = new AtomicInteger();

		@MxpCall("block")
		String block() throws InterruptedException {
			this.entered.countDown();
			return String.valueOf(this.release.await(30, TimeUnit.SECONDS));
		}

		@MxpCall("count")
		String count() {
			return String.valueOf(this.count.incrementAndGet());
		}

		@MxpCall("arithmetic")
		int divide() {
			return 1 / this.count.get();
		}

		@MxpCall("validated")
		String order(@Valid Order order) {
			return order.pieces() + " pieces";
		}

		@MxpCall("remaining")
		long remaining(MxpDeadline deadline) {
			return deadline.remaining().toMillis();
		}

	}

	@MxpAdvice
	static class ArithmeticAdvice {

		@MessageExceptionHandler
		void onArithmetic(ArithmeticException ex) {
			throw new MxpHandlerException(ErrorCode.INVALID_ARGUMENT, "do not divide", ex);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Middle {

		@Bean
		NestedHandler nestedHandler(MxpRequester requester) {
			return new NestedHandler(requester);
		}

	}

	static class NestedHandler {

		private final MxpRequester requester;

		NestedHandler(MxpRequester requester) {
			this.requester = requester;
		}

		@MxpCall("nested.blocking")
		Long blocking() {
			return this.requester.call("remaining").to("server").timeout(Duration.ofMinutes(1)).retrieve(Long.class);
		}

		@MxpCall("nested.mono")
		Mono<Long> mono() {
			return Mono.delay(Duration.ofMillis(1))
				.flatMap((tick) -> this.requester.call("remaining")
					.to("server")
					.timeout(Duration.ofMinutes(1))
					.retrieveMono(Long.class));
		}

	}

}
