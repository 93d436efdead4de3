/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.MxpStream;
import io.mxp.transport.StreamListener;
import io.mxp.transport.TransportException;

/**
 * Stands in as the listener of a stream until the handler has said who listens. Until
 * then no chunk is asked for, so only the stream's end can arrive, and is kept.
 */
final class RelayListener implements StreamListener {

	private static final Runnable NOTHING = () -> {
	};

	private @Nullable StreamListener delegate;

	private boolean finished;

	private @Nullable TransportException failure;

	private Runnable onFailure = NOTHING;

	@Override
	public long initialDemand() {
		return 0;
	}

	@Override
	public void onChunk(MxpStream stream, ByteBuffer chunk) {
		StreamListener known = delegate();
		if (known != null) {
			known.onChunk(stream, chunk);
		}
	}

	@Override
	public void onFinished(MxpStream stream) {
		StreamListener known;
		synchronized (this) {
			this.finished = true;
			known = this.delegate;
		}
		if (known != null) {
			known.onFinished(stream);
		}
	}

	@Override
	public void onFailed(MxpStream stream, TransportException broken) {
		StreamListener known;
		Runnable hook;
		synchronized (this) {
			this.failure = broken;
			known = this.delegate;
			hook = this.onFailure;
		}
		hook.run();
		if (known != null) {
			known.onFailed(stream, broken);
		}
	}

	@Override
	public void onWritable(MxpStream stream) {
		StreamListener known = delegate();
		if (known != null) {
			known.onWritable(stream);
		}
	}

	/** Says who listens; tells it of an end that came before. */
	void relayTo(StreamListener listener, MxpStream stream) {
		boolean ended;
		TransportException broken;
		synchronized (this) {
			this.delegate = listener;
			ended = this.finished;
			broken = this.failure;
		}
		if (broken != null) {
			listener.onFailed(stream, broken);
		}
		else if (ended) {
			listener.onFinished(stream);
		}
		else if (listener.initialDemand() > 0) {
			stream.request(listener.initialDemand());
		}
	}

	/** Whether somebody listens. */
	synchronized boolean isRelayed() {
		return this.delegate != null;
	}

	/** Runs when the stream breaks, at once where it has. */
	void onFailure(Runnable hook) {
		boolean broken;
		synchronized (this) {
			this.onFailure = hook;
			broken = this.failure != null;
		}
		if (broken) {
			hook.run();
		}
	}

	private synchronized @Nullable StreamListener delegate() {
		return this.delegate;
	}

}
