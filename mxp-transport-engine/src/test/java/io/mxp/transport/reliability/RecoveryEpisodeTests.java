/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Requirement("REL-12")
class RecoveryEpisodeTests {

	private final RecoveryEpisode episode = new RecoveryEpisode();

	private int lossIn(long nowNanos, boolean mayBeUndone) {
		this.episode.begin(nowNanos, mayBeUndone, 1000 + nowNanos, 500 + nowNanos);
		return this.episode.onPacketLost();
	}

	@Test
	void anEpisodeIsUndoneOnceAndWhenAllItsLossesAreSpurious() {
		int tag = lossIn(1, true);
		this.episode.onPacketLost();
		assertThat(this.episode.onSpuriousLoss(tag)).isFalse();
		assertThat(this.episode.onSpuriousLoss(tag)).isTrue();
		assertThat(this.episode.onSpuriousLoss(tag)).isFalse();
	}

	@Test
	@Requirement("SEC-53")
	void sixteenAreRememberedAndTheSeventeenthPushesTheFirstOut() {
		int first = lossIn(1, true);
		int second = lossIn(2, true);
		for (int i = 3; i <= 17; i++) {
			lossIn(i, true);
		}
		assertThat(this.episode.onSpuriousLoss(first)).isFalse();
		assertThat(this.episode.onSpuriousLoss(second)).isTrue();
		assertThat(this.episode.isNewest(second)).isFalse();
		assertThat(this.episode.windowBefore(second)).isEqualTo(1002);
		assertThat(this.episode.windowAfter(second)).isEqualTo(502);
	}

	@Test
	void tagsComeRoundAndAreNotTakenForEachOther() {
		int old = lossIn(0, true);
		for (int i = 1; i < 255; i++) {
			lossIn(i, true);
		}
		assertThat(this.episode.onSpuriousLoss(old)).isFalse();
		assertThat(lossIn(255, true)).isEqualTo(old);
		assertThat(this.episode.onSpuriousLoss(old)).isTrue();
	}

	@Test
	void marksAndPersistentCongestionAreNotUndone() {
		assertThat(this.episode.onSpuriousLoss(lossIn(1, false))).isFalse();
		int tag = lossIn(2, true);
		this.episode.endAll();
		assertThat(this.episode.onSpuriousLoss(tag)).isFalse();
		assertThat(this.episode.covers(1)).isFalse();
	}

}
